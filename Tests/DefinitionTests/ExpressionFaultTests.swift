// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import Testing

@Suite struct ExpressionFaultTests {
    @Test(
        "R11: a fault has its code and points into the expression",
        arguments: [
            ("clicks", "integer($.a) + $.b", DiagnosticCode.untypedPath, 15),
            ("clicks", "$.b + clicks", .untypedPath, 0), ("status", "'x' || $.name", .untypedPath, 7),
            ("clicks", "clicks + -$.b", .untypedPath, 10), ("status", "placed", .badExpression, 0),
            ("status", "\"placed\"", .badExpression, 0), ("status", "upper(nope) || 'x'", .badExpression, 6),
            ("status", "upper(status, 1)", .badExpression, 0), ("status", "upper(", .badExpression, 5),
            ("status", "a) OR (b", .badExpression, 1), ("status", "status; DROP TABLE x", .badExpression, 6),
            ("status", "", .badExpression, 0), ("status", "status -- c", .badExpression, 7),
            ("status", "(SELECT 1)", .badExpression, 1), ("status", "EXISTS (VALUES (1))", .badExpression, 0),
            ("status", "?1", .badExpression, 0), ("status", "'a", .badExpression, 0),
            ("status", "$.", .badExpression, 2),
            ("status", "$each.a", .badExpression, 0), ("status", "text($index)", .badExpression, 5),
            ("status", "$source.lsn", .badExpression, 0),
            ("clicks", "integer(clicks)", .badExpression, 0), ("total", "decimal($.a)", .badExpression, 0),
            ("total", "decimal($.a, 19)", .badExpression, 0), ("clicks", "integer($.a + 1)", .badExpression, 12),
            ("status", "text($time)", .badExpression, 0), ("status", "*", .badExpression, 0),
            ("status", "status, status", .badExpression, 0), ("status", "max(status)", .badExpression, 0),
            ("clicks", "1 IN sqlite_schema", .badExpression, 0), ("clicks", "1 IN json_each('[1]')", .badExpression, 0),
            ("clicks", "orders.clicks", .badExpression, 0), ("clicks", "_at + 1", .badExpression, 0),
        ])
    func places(column: String, text: String, code: DiagnosticCode, offset: Int) {
        let faults = TableShape.sample.compile(column, text).faults
        #expect(faults.map(\.code) == [code] || faults.map(\.code) == [code, code], "\(faults)")
        #expect(faults.first?.place == .after(offset), "\(faults)")
    }

    @Test(
        "R10: a constant is converted to the column's type or refused",
        arguments: [
            ("clicks", "'5'"), ("clicks", "5.0"), ("clicks", "9223372036854775808"), ("total", "5.00"),
            ("total", "'5.00'"), ("total", "decimal('5.001', 2)"), ("total", "decimal(5, 3)"), ("is_open", "2"),
            ("day", "'2020-02-30'"), ("day", "'2020-1-3'"), ("placed_at", "'2020-01-31'"), ("placed_at", "5"),
            ("placed_at", "'2020-01-31T00:00:00'"), ("placed_at", "'2020-01-31T25:00:00Z'"), ("status", "5"),
            ("extra", "'{'"), ("raw", "'a'"), ("ratio", "'1.5'"), ("clicks", "clicks + '1'"),
            ("clicks", "clicks + 1.5"),
            ("placed_at", "max(placed_at, 'today')"), ("status", "coalesce(status, 3)"),
        ])
    func constants(column: String, text: String) {
        #expect(TableShape.sample.compile(column, text).faults.map(\.code) == [.badExpression])
    }

    @Test(
        "a field of a type that the column never takes is refused",
        arguments: [
            ("clicks", "text($.x)"), ("total", "decimal($.x, 3)"), ("clicks", "clicks + real($.x)"),
            ("ratio", "ratio + integer($.x)"), ("day", "$time"), ("extra", "text($.x)"), ("status", "$offset"),
            ("status", "status + $.x"), ("placed_at", "placed_at + 1"),
        ])
    func types(column: String, text: String) {
        #expect(TableShape.sample.compile(column, text).faults.map(\.code) == [.badExpression])
    }

    @Test(
        "what reads the clock, the time zone or chance is refused",
        arguments: [
            ("status", "CURRENT_TIMESTAMP", 0), ("clicks", "random() % 3", 0), ("status", "date()", 0),
            ("status", "datetime('now')", 9), ("status", "strftime('%Y')", 0),
            ("status", "date($time, 'localtime')", 12),
            ("status", "datetime(status)", 9), ("status", "date(text($.x))", 5), ("clicks", "last_insert_rowid()", 0),
            ("status", "strftime('%Y', ' NOW')", 15), ("raw", "randomblob(4)", 0), ("status", "time($key)", 5),
        ])
    func nondeterministic(column: String, text: String, offset: Int) {
        let faults = TableShape.sample.compile(column, text).faults
        #expect(faults.map(\.code) == [.nondeterministic])
        #expect(faults.map(\.place) == [.after(offset)])
    }

    @Test(
        "dates of known times are fine",
        arguments: [
            "date($time)", "datetime(placed_at, '+1 day')", "strftime('%Y-%m', timestamp($.x))", "date('2020-01-31')",
        ])
    func deterministic(text: String) {
        #expect(TableShape.sample.compile("status", text).faults.isEmpty)
    }

    @Test(
        "R8: an assignment of a re-keyed table is one commuting fold of its column and the event",
        arguments: [
            ("clicks", "$.x"), ("clicks", "clicks + \"order\""), ("ratio", "ratio + $.x"), ("clicks", "clicks * 2"),
            ("clicks", "coalesce(clicks, $.x)"), ("clicks", "clicks + clicks"), ("clicks", "max(clicks, total)"),
            ("clicks", "clicks + integer($.a) + 1"),
        ])
    func rekeyed(column: String, text: String) {
        #expect(TableShape.rekeyed.compile(column, text).faults.map(\.code) == [.notCommuting])
    }

    @Test(
        "R8: sums, least and greatest of the event commute",
        arguments: [
            ("clicks", "clicks + 1"), ("ratio", "max(ratio, $.x)"), ("total", "total - decimal($.a, 2) * integer($.n)"),
            ("status", "min(status, $.x)"), ("clicks", "clicks + length(order_id)"),
        ])
    func commuting(column: String, text: String) {
        #expect(TableShape.rekeyed.compile(column, text).faults.isEmpty)
    }

    @Test("all references of an expression that lack a type are told at once, with the way to write them")
    func untypedHints() {
        let faults = TableShape.sample.compile("clicks", "$.a * $.b").faults
        #expect(faults.map(\.place) == [.after(0), .after(6)])
        #expect(faults.first?.hint == "write it as integer($.a), decimal($.a, 2), text($.a) or another type")
    }

    @Test("a place on a later line counts from the block's indentation")
    func laterLine() {
        let faults = TableShape.sample.compile("clicks", "clicks +\n  nope").faults
        #expect(faults.map(\.place) == [Place(file: "shop.yaml", line: 8, column: 22)])
    }
}
