// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import Testing

/// What views cannot have: each is told at its place, with a rewrite that is accepted.
@Suite struct SelectRefusalTests {
    @Test(
        "R20 R21 R23 R25: what a view cannot have is told at its place, and what its hint says is accepted",
        arguments: SelectRefusals.clauses + SelectRefusals.selects + SelectRefusals.groups + SelectRefusals.names
            + SelectRefusals.raising + SelectRefusals.keeping)
    func refused(sample: SelectRefusal) {
        let faults = SelectSamples.load(sample.sql)
        let fault = faults.first { $0.code == sample.code && $0.place == .after(sample.offset) }
        #expect(fault?.hint == sample.hint, "\(faults)")
        // A hint that holds SQL is what is tried, so that it cannot say anything else than what is accepted.
        #expect((sample.sqlOfHint == nil) == (sample.byHand != nil) || sample.byHand?.hasPrefix("SELECT") == true)
        #expect(SelectSamples.load(sample.rewritten) == [], "\(sample.rewritten)")
    }

    static let safe = [
        "extra ->> '$.a'", "extra -> 'b' ->> '$.\"c d\"[#-2]'", "coalesce(extra, '{}') -> '$'",
        "json_extract(extra, '$.a')", "extra -> quantity", "extra ->> NULL", "total ->> '$'", "abs(ratio)",
        "CASE WHEN status > 'a' AND json_valid(status) THEN status ->> 'a' END", "abs(-5)", "json_valid(status)",
        "iif(json_valid(status), json(status), extra) ->> 'a'", "abs(max(total, -1))", "abs(status)",
        "json_object('a', status, 'b', extra)", "json_set(nullif(extra, '[]'), '$.a', total)",
        "status LIKE 'a%' ESCAPE '%'", "status GLOB '*' || total || '*'", "status LIKE lower(substr(day, 1, 9))",
        "status LIKE CASE WHEN id THEN '%' ELSE trim('a') || '%' END", "json(NULL)",
        "ntile(4) OVER (PARTITION BY status ORDER BY id)", "json_quote(extra ->> 'a')", "status LIKE placed_at",
    ]

    @Test("R20: what fails for no value is accepted", arguments: safe)
    func accepted(term: String) {
        #expect(SelectSamples.load("SELECT id, \(term) AS a FROM orders") == [])
    }

    @Test(
        "what SQLite refuses is refused in its words, at its place",
        arguments: [
            ("SELECT id FRO orders", "near \"orders\": syntax error", 14),
            ("SELECT nope FROM orders", "no such column: nope", 7),
            ("SELECT \"nope\" FROM orders", "no such column: nope", 7),
            ("SELECT id FROM orders WHERE sum(id) > 1", "misuse of aggregate function sum()", 28),
            ("SELECT nope(id) AS x FROM orders", "no such function: nope", 7),
            ("SELECT 'open", "unrecognized token: \"'open\"", 7),
            ("SELECT (id FROM orders", "near \"FROM\": syntax error", 11),
            ("SELECT id FROM nope", "no such table: nope", 15), ("SELECT 1; SELECT 2", "more than one statement", 10),
        ])
    func sqliteFirst(sql: String, message: String, offset: Int) {
        let faults = SelectSamples.read(sql).faults
        #expect(faults.map(\.message) == [message])
        #expect(faults.map(\.place) == [.after(offset)])
        #expect(faults.map(\.code) == [.badView])
    }

    @Test(
        "what is no SELECT is refused",
        arguments: [
            "", " ", ";", "-- nothing", "DELETE FROM orders", "INSERT INTO orders (id) VALUES (1)",
            "PRAGMA user_version",
            "CREATE TABLE x (a)", "EXPLAIN SELECT id FROM orders",
            "WITH x AS (SELECT id FROM orders) DELETE FROM orders",
            "ATTACH 'x' AS y", "BEGIN", "SELECT name FROM sqlite_schema", "SELECT name FROM pragma_function_list",
        ])
    func noSelect(sql: String) {
        let faults = SelectSamples.read(sql).faults
        #expect(faults.map(\.code) == [.badView])
    }
}
