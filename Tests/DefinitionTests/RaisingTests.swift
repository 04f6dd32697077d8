// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import SQLite
import Testing

/// Functions that fail for some values, run by SQLite over values that nobody expects.
@Suite struct RaisingTests {
    /// What every view here can be run on: each text, number and JSON beside each other at least once.
    private static func database() throws -> Connection {
        let connection = try Connection(path: "", mode: .memory)
        try connection.execute(
            """
            CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, city TEXT, region_id TEXT) STRICT;
            CREATE TABLE regions (id TEXT PRIMARY KEY, label TEXT, raw BLOB) STRICT;
            CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER, status TEXT, total INTEGER,
                quantity INTEGER, ratio REAL, is_open INTEGER, extra TEXT, placed_at TEXT, day TEXT) STRICT;
            INSERT INTO customers VALUES (1, printf('%.*c', 50001, 'n'), 'Ulm', 'r');
            INSERT INTO regions VALUES ('r', 'l', x'ff'), ('s', 'm', x'7b7d'), ('t', 'n', NULL);
            WITH texts(t) AS (VALUES (NULL), (''), ('a'), ('{'), ('{"a":1}'), ('$.a['), ('"'), (x'7b' || x'00'),
                    (printf('%.*c', 50001, '_')), ('[1,[2],{"b":null}]'), ('-9223372036854775808'), ('now')),
                numbers(n) AS (VALUES (NULL), (0), (-1), (5), (9223372036854775807), (-9223372036854775808)),
                documents(j) AS (VALUES (NULL), ('{}'), ('[]'), ('null'), ('1e400'), ('{"a":{"b":["x"]},"":0}'),
                    ('"{"'), ('{"b":"{"}'))
            INSERT INTO orders (customer_id, status, total, quantity, ratio, is_open, extra, placed_at, day)
                SELECT 1, t, n, max(n, 0), iif(n = 5, 9e999, n * 1.5), n > 0, j, '2026-01-01T00:00:00.000000Z',
                    '2026-01-01'
                FROM texts, numbers, documents;
            INSERT INTO orders (id, customer_id, status) VALUES (9000000000000000000, 1, 'last');
            """)
        return connection
    }

    private func failure(_ sql: String, _ connection: Connection) -> String? {
        do {
            let statement = try connection.prepare(sql)
            while try statement.step() {}
            return nil
        } catch {
            return error.message
        }
    }

    @Test("R20: what is refused since it can fail does fail for some row, and what its hint says for none")
    func refused() throws {
        let connection = try Self.database()
        var failed = 0
        for sample in SelectRefusals.raising {
            // Nothing is lost by the name NULL; what comes of it is no JSON, so that readers fail.
            let broken = "SELECT min(json_valid(a)) FROM (\(sample.sql))"
            let isBroken = sample.sql.contains("json_group_object") && !sample.sql.contains("blob")
            let isFailing = failure(sample.sql, connection) != nil
            if isBroken, !isFailing { #expect(try connection.integer(broken) == 0, "\(sample)") }
            #expect(isFailing || isBroken, Comment(rawValue: sample.sql))
            failed += isFailing ? 1 : 0
            #expect(failure(sample.rewritten, connection) == nil, "\(sample.rewritten)")
        }
        #expect(failed > 20)
    }

    @Test("R20: what is accepted fails for no row", arguments: SelectRefusalTests.safe)
    func safe(term: String) throws {
        #expect(failure("SELECT id, \(term) AS a FROM orders", try Self.database()) == nil)
    }
}
