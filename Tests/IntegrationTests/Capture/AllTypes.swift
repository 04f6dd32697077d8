// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A table with a column of every common type.
struct AllTypes {
    static let table = "things"
    /// Rows made by chance, beside those that were thought of.
    private static let randomRows = 300

    let mode: CaptureMode

    /// The key first.
    var columns: [TypedColumn] {
        [
            .integer("id"), .integer("si", "smallint"), .integer("bi", "bigint"),
            .decimal("num", "numeric(12,2)", digits: 2), .decimal("numv", "numeric", digits: 6),
            .decimal("mo", "money", digits: 2), .real("re", isSingle: true), .real("dp", isSingle: false),
            .text("tx"), .text("vc", "varchar(40)"),
            TypedColumn(name: "ch", source: "char(6)", replica: "text", cell: "'text:' || rpad(ch::text, 6)"),
            .boolean("bo"), .date("da"), .time("ti", "time", perSecond: mode.timePerSecond.micro),
            .time("ti3", "time(3)", perSecond: mode.timePerSecond.milli),
            TypedColumn(
                name: "tz", source: "timetz", replica: "text",
                cell:
                    "'text:' || (tz AT TIME ZONE 'UTC')::time::text || 'Z'"),
            mode.hasUnits ? .timestamp("ts0", "timestamp(0)") : .milliseconds("ts0", "timestamp(0)"),
            mode.hasUnits ? .timestamp("ts3", "timestamp(3)") : .milliseconds("ts3", "timestamp(3)"),
            .timestamp("ts6", "timestamp(6)", cut: mode.cut), .timestamp("tstz", "timestamptz"),
            TypedColumn(
                name: "iv", source: "interval", replica: "integer",
                cell: "'integer:' || (extract(epoch FROM iv) * 1000000)::bigint"),
            .text("uu", "uuid"), .json("jb"), .json("js", "json"), .blob("by"), .array("ta", "text[]"),
            .array("ia", "integer[]"), .text("en", "mood"),
        ]
    }

    /// Every third column has a default, which a NULL of a row must not become.
    var creation: String {
        let columns = self.columns.dropFirst().map { column in
            ["num": "7.25", "tx": "'by default'", "da": "'2020-01-01'"][column.name].map {
                "\(column.name) \(column.source) DEFAULT \($0)"
            } ?? "\(column.name) \(column.source)"
        }
        return """
            CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
            CREATE TABLE \(Self.table)(id integer PRIMARY KEY, \(columns.joined(separator: ", ")));
            """
    }

    func projection(_ topic: String) -> String {
        let replica = columns.dropFirst().map { "\($0.name): \($0.replica)" }.joined(separator: ", ")
        return """
            projection: \(Self.table)
            sources:
              changes: {topic: \(topic), format: debezium\(mode.options)}
            tables:
              \(Self.table):
                from: changes
                key: {id: integer}
                columns: {\(replica)}
            queries:
              thing:
                sql: SELECT * FROM \(Self.table) WHERE id = :id
                params: {id: {type: integer, required: true}}
            """
    }

    /// Statements that insert the rows from this id on.
    func rows(from id: Int) -> String {
        """
        INSERT INTO \(Self.table)(id, \(names)) VALUES
            (\(id), \(Self.usual)), (\(id + 1), \(Self.least)), (\(id + 2), \(Self.most)), (\(id + 3), \(odd)),
            (\(id + 4), \(columns.dropFirst().map { _ in "NULL" }.joined(separator: ", ")));
        \(mode.hasFarYears ? farYears(id + 5) : "")
        \(randomRows(id + 10));
        """
    }

    private var names: String { columns.dropFirst().map(\.name).joined(separator: ", ") }

    private func farYears(_ id: Int) -> String {
        """
        INSERT INTO \(Self.table)(id, da, ts0, ts3, ts6, tstz) VALUES
            (\(id), '0001-01-01', '0001-01-01', '0001-01-01 00:00:00.001', '0001-01-01', '0001-01-01 00:00+00'),
            (\(id + 1), '9999-12-31', '9999-12-31 23:59:59', '9999-12-31 23:59:59.999', '9999-12-31 23:59:59.999999',
             '9999-12-31 23:59:59.999999+00');
        """
    }

    private static let usual = """
        12, 9007199254740993, 1234.50, 3.14159, 1234.56, 1.1, 2.2, E'h\u{e9}llo "q" \\\\ tab\\tline\\nend', 'var', 'ab',
        true, '2024-02-29', '13:14:15.123456', '13:14:15.123', '13:14:15.123456+02', '2024-02-29 13:14:15',
        '2024-02-29 13:14:15.123', '2024-02-29 13:14:15.123456', '2024-02-29 13:14:15.123456+02', '04:05:06.789',
        'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{"b": 1.50, "a": [true, null, "x"]}', '{"b": 1.50,  "a":[1e2]}',
        '\\x00ff10', ARRAY['a', 'b,c', NULL, '"q"'], ARRAY[1, NULL, -3], 'happy'
        """

    private static let least = """
        -32768, -9223372036854775808, -9999999999.99, -0.000001, -0.01, -3.4e38, -1.7976931348623157e308, '', '', '',
        false, '1700-01-01', '00:00:00', '00:00:00', '00:00:00.000001-12', '1700-01-01', '1700-01-01', '1700-01-01',
        '1700-01-01 00:00+00', '-04:05:06.789', '00000000-0000-0000-0000-000000000000', 'null', '"x"', '', '{}', '{}',
        'sad'
        """

    private static let most = """
        32767, 9223372036854775807, 9999999999.99, 12345678.5000, 0, 1e-10, 5e-324, repeat('x', 50), 'v', 'abcdef',
        true, '2200-12-31', '23:59:59.999999', '23:59:59.999', '23:59:59.999999+14', '2200-12-31 23:59:59',
        '2200-12-31 23:59:59.999', '2200-12-31 23:59:59.999999', '2200-12-31 23:59:59.999999+00', '0',
        'ffffffff-ffff-ffff-ffff-ffffffffffff', '[]', '1', '\\xdeadbeef', ARRAY['NULL', ''], ARRAY[2147483647], 'ok'
        """

    /// What would be near 1970 in microseconds could be milliseconds.
    private var year: Int { mode.hasUnits ? 1969 : 1965 }

    private var odd: String {
        """
        0, 0, 0, 100, 1, 0, '-0', '\u{1F600} e\u{301}', 'v', 'a', true, '1969-12-31', '12:00', '12:00',
        '00:00:00.5+00', '1969-12-31 23:59:59', '1969-12-31 23:59:59.999', '\(year)-12-31 23:59:59.999999',
        '1883-11-18 12:03:57.5+00', '1 microsecond', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '0', '[]', '\\x0a',
        ARRAY['{}'], ARRAY[0], 'ok'
        """
    }

    /// About a tenth of all values are NULL.
    private func randomRows(_ id: Int) -> String {
        let values = [
            "(random() * 65535 - 32768)::integer::smallint", "((random() - 0.5) * 1.8e19)::bigint",
            "round(((random() - 0.5) * 2e8)::numeric, 2)",
            "round((random() * 1e6)::numeric, (random() * 6)::integer)", "(round((random() * 1e6)::numeric, 2))::money",
            "((random() - 0.5) * 1e6)::real", "(random() - 0.5) * 10 ^ (random() * 40 - 20)", "md5(random()::text)",
            "left(md5(random()::text), 40)", "left(md5(random()::text), 4)", "random() < 0.5",
            "date '1900-01-01' + (random() * 60000)::integer", "time '00:00' + random() * interval '23 hours'",
            "time '00:00' + random() * interval '23 hours'",
            "(time '00:00:00.5' + (random() * 80000)::integer * interval '1 second') AT TIME ZONE 'UTC'",
            "timestamp '1900-01-01' + random() * interval '200 years'",
            "timestamp '1900-01-01' + random() * interval '200 years'",
            "timestamp '\(mode.hasUnits ? 1900 : 1980)-01-01' + random() * interval '200 years'",
            "timestamptz '1900-01-01 00:00+00' + random() * interval '200 years'",
            "(random() * 1e6)::integer * interval '1 second'", "gen_random_uuid()",
            "jsonb_build_object('n', random(), 's', md5(random()::text))",
            "json_build_array(random(), NULL, md5(random()::text))", "decode(md5(random()::text), 'hex')",
            "ARRAY[md5(random()::text), NULL]", "ARRAY[(random() * 1e9)::integer, NULL]",
            "(ARRAY['sad', 'ok', 'happy'])[1 + floor(random() * 3)]::mood",
        ]
        let nullable = values.map { "CASE WHEN random() > 0.1 THEN \($0) END" }.joined(separator: ", ")
        return """
            INSERT INTO \(Self.table)(id, \(names))
            SELECT i, \(nullable) FROM generate_series(\(id), \(id + Self.randomRows - 1)) AS i
            """
    }
}
