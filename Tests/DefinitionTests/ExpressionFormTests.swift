// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import Testing

@Suite struct ExpressionFormTests {
    @Test(
        "R11: the common forms are found, and their operands take the column's type",
        arguments: [
            ("total", "$.x", Assignment.Form.value(.field(.body("x", .decimal(scale: 2))))),
            ("total", "($.x)", .value(.field(.body("x", .decimal(scale: 2))))),
            ("clicks", "integer($.x)", .value(.field(.body("x", .integer)))),
            ("status", "$key", .value(.field(EventField(origin: .key(EventPath()), type: .text)))),
            ("clicks", "$header.n", .value(.field(EventField(origin: .header("n"), type: .integer)))),
            ("placed_at", "$time", .value(.field(EventField(origin: .time, type: .timestamp)))),
            ("clicks", "$offset", .value(.field(EventField(origin: .offset, type: .integer)))),
            ("status", "$type", .value(.field(EventField(origin: .type, type: .text)))),
            ("status", "'placed'", .value(.constant(.text("placed")))),
            ("status", "'it''s $.x'", .value(.constant(.text("it's $.x")))),
            ("status", "NULL", .value(.constant(.null))),
            ("clicks", "- 5", .value(.constant(.integer(-5)))),
            ("clicks", "-9223372036854775808", .value(.constant(.integer(.min)))),
            ("clicks", "0x10", .value(.constant(.integer(16)))),
            ("ratio", "5", .value(.constant(.real(5)))),
            ("ratio", "2.5e-1", .value(.constant(.real(0.25)))),
            ("is_open", "true", .value(.constant(.integer(1)))),
            ("raw", "x'00FF'", .value(.constant(.blob([0, 255])))),
            ("extra", "'{\"a\":1}'", .value(.constant(.text("{\"a\":1}")))),
            ("day", "'2020-02-29'", .value(.constant(.text("2020-02-29")))),
            ("placed_at", "'2020-01-31T01:30:00.25+02:00'", .value(.constant(.text("2020-01-30T23:30:00.250000Z")))),
            ("total", "500", .value(.constant(.integer(500)))),
            ("total", "decimal('5.1', 2)", .value(.constant(.integer(510)))),
            ("total", "decimal(-5, 2)", .value(.constant(.integer(-500)))),
            ("total", "total + $.x", .add(.field(.body("x", .decimal(scale: 2))))),
            ("total", "\"Total\" - $.x", .subtract(.field(.body("x", .decimal(scale: 2))))),
            ("clicks", "CLICKS + 1", .add(.constant(.integer(1)))),
            ("clicks", "(clicks + (1))", .add(.constant(.integer(1)))),
            ("clicks", "clicks - -1", .subtract(.constant(.integer(-1)))),
            ("ratio", "ratio + 1", .add(.constant(.real(1)))),
            ("the \"end\"", "\"the \"\"end\"\"\" + $.x", .add(.field(.body("x", .integer)))),
            ("order", "[order] + $.x", .add(.field(.body("x", .integer)))),
            ("end", "end + 1", .add(.constant(.integer(1)))),
            ("placed_at", "max(placed_at, $time)", .greatest(.field(EventField(origin: .time, type: .timestamp)))),
            ("status", "MIN(status, $.x)", .least(.field(.body("x", .text)))),
            ("total", "coalesce(total, $.x)", .coalesce(.field(.body("x", .decimal(scale: 2))))),
            ("status", "coalesce(status, 'new')", .coalesce(.constant(.text("new")))),
        ])
    func commonForms(column: String, text: String, form: Assignment.Form) throws {
        #expect(try TableShape.sample.compile(column, text).get().form == form)
    }

    @Test(
        "R11: everything else is left to SQLite",
        arguments: [
            ("clicks", "total"), ("clicks", "clicks"), ("clicks", "clicks + clicks"), ("clicks", "1 + clicks"),
            ("total", "total + decimal($.price, 2) * integer($.quantity)"),
            ("clicks", "max(clicks, integer($.a)) + 1"), ("clicks", "clicks - integer($.a) + integer($.b)"),
            ("is_open", "clicks + integer($.a) > total"), ("status", "coalesce($.x, status)"),
            ("status", "coalesce(status, $.x, 'none')"), ("clicks", "max(clicks, integer($.a), 3)"),
            ("clicks", "iif(status = 'a', clicks, 0)"), ("day", "date($time)"), ("clicks", "(clicks) + 1"),
            ("clicks", "coalesce(\"order\", 1)"), ("clicks", "max(\"order\", 1)"), ("clicks", "length($key)"),
        ])
    func otherForms(column: String, text: String) throws {
        #expect(try TableShape.sample.compile(column, text).get().form == .other)
    }

    @Test(
        "R8: a whole fold has a family, also where SQLite computes it",
        arguments: [
            ("total", "total + decimal($.price, 2) * integer($.quantity)", Assignment.Family.sum),
            ("clicks", "clicks + ~integer($.a) / -2 || 3", .sum), ("clicks", "clicks - (integer($.a) > 3)", .sum),
            ("clicks", "clicks + CASE WHEN integer($.a) > 1 AND 1 THEN 2 END", .sum),
            ("clicks", "max(clicks, integer($.a) + 1)", .greatest), ("clicks", "min(clicks, 1 > 2 OR 0)", .least),
            ("clicks", "clicks + integer($.a) + 1", nil), ("clicks", "clicks + integer($.a) > 1", nil),
            ("clicks", "clicks + integer($.a) IS NULL", nil), ("clicks", "clicks + 1 AND 1", nil),
            ("clicks", "clicks - integer($.a) & 1", nil), ("clicks", "clicks + 1 BETWEEN 1 AND 3", nil),
            ("clicks", "clicks + integer($.a) IN (1, 2)", nil), ("clicks", "max(clicks, 1) + 1", nil),
            ("clicks", "(clicks + 1) * 2", nil), ("clicks", "(clicks) + (1)", nil), ("end", "1 + end > 2", nil),
            ("end", "end + end > 2", nil), ("clicks", "- clicks + 1", nil), ("clicks", "clicks * 2 + 1", nil),
        ] as [(String, String, Assignment.Family?)])
    func families(column: String, text: String, family: Assignment.Family?) throws {
        #expect(try TableShape.sample.compile(column, text).get().family == family)
    }

    @Test("an expression's fields and columns become numbered parameters, each once")
    func parameters() throws {
        let text =
            "iif(status = text($.a), total + decimal($.b, 2), decimal($.b, 2) - length($key.id) "
            + "- length(\"order_id\"))"
        let sql = try TableShape.sample.compile("total", text).get().sql
        let key = EventField(origin: .key(EventPath([.field("id")])), type: .text)
        #expect(sql.fields == [.body("a", .text), .body("b", .decimal(scale: 2)), key])
        #expect(sql.columns == [0, 1, 4])
        #expect(
            sql.text.hasSuffix(
                """
                 FROM (SELECT CAST(?4 AS TEXT) AS "order_id", CAST(?5 AS INTEGER) AS "total", \
                CAST(?6 AS TEXT) AS "status")
                """))
    }

    @Test("a column's name in a text, a type or a function is no column that is read")
    func namesThatAreNoColumns() throws {
        let text = "CAST('total clicks' AS \"order\") || length(status) || $.\"day\""
        #expect(TableShape.sample.compile("status", text).faults.map(\.code) == [.untypedPath])
        let sql = try TableShape.sample.compile("status", "CAST('total' AS day) || upper(status)").get().sql
        #expect(sql.columns == [4])
    }
}
