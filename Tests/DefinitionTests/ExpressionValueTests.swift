// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import SQLite
import Testing

/// Runs the SQL of compiled expressions.
@Suite struct ExpressionValueTests {
    private func bind(_ statement: Statement, _ index: Int, _ value: StoredValue) {
        switch value {
        case .null: statement.bindNull(Int32(index))
        case .integer(let integer): statement.bind(Int32(index), integer)
        case .real(let real): statement.bind(Int32(index), real)
        case .text(let text): statement.bind(Int32(index), text)
        case .blob(let bytes): statement.bind(Int32(index), blob: bytes)
        }
    }

    /// The value of an expression; fields are all `field`, columns are all `row`.
    private func run(_ column: String, _ text: String, field: StoredValue, row: StoredValue) throws -> StoredValue {
        let sql = try TableShape.sample.compile(column, text).get().sql
        let connection = try Connection(path: "", mode: .memory)
        connection.harden()
        let statement = try connection.prepare(sql.text)
        #expect(statement.columnCount == 1)
        #expect(Int(statement.parameterCount) <= sql.fields.count + sql.columns.count)
        for index in sql.fields.indices where index < statement.parameterCount { bind(statement, index + 1, field) }
        for index in sql.columns.indices { bind(statement, sql.fields.count + 1 + index, row) }
        #expect(try statement.step())
        return switch statement.kind(0) {
        case .null: .null
        case .integer: .integer(statement.integer(0))
        case .real: .real(statement.real(0))
        case .text: .text(statement.text(0))
        case .blob: .blob(statement.blob(0))
        }
    }

    @Test(
        "R11: a whole col + e, col - e, min and max lift NULL; nested ones do not",
        arguments: [
            ("clicks", "clicks + $.x", .null, .integer(3), .integer(3)),
            ("clicks", "clicks + $.x", .integer(2), .null, .integer(2)),
            ("clicks", "clicks + $.x", .null, .null, .null),
            ("clicks", "clicks + $.x", .integer(2), .integer(3), .integer(5)),
            ("clicks", "clicks - $.x", .null, .integer(3), .integer(-3)),
            ("clicks", "clicks - $.x", .integer(2), .null, .integer(2)),
            ("clicks", "clicks - (integer($.x) - 10)", .null, .integer(3), .integer(7)),
            ("clicks", "clicks + 1", .null, .null, .integer(1)),
            ("clicks", "clicks + integer($.x) * integer($.x)", .null, .integer(3), .integer(9)),
            ("clicks", "min(clicks, $.x)", .null, .integer(3), .integer(3)),
            ("clicks", "max(clicks, $.x)", .integer(4), .null, .integer(4)),
            ("clicks", "max(clicks, integer($.x) + 1)", .null, .integer(3), .integer(4)),
            ("clicks", "clicks - integer($.x) + integer($.x)", .null, .integer(3), .null),
            ("clicks", "clicks - integer($.x) + integer($.x)", .integer(5), .integer(3), .integer(5)),
            ("clicks", "max(clicks, integer($.x)) + 1", .null, .integer(3), .null),
            ("is_open", "clicks + integer($.x) > 3", .null, .integer(3), .null),
            ("ratio", "ratio + 1", .null, .null, .real(1)),
        ] as [(String, String, StoredValue, StoredValue, StoredValue)])
    func nullLifting(column: String, text: String, row: StoredValue, field: StoredValue, value: StoredValue) throws {
        #expect(try run(column, text, field: field, row: row) == value)
    }

    @Test(
        "columns keep their affinity and constants their converted values",
        arguments: [
            ("is_open", "status = 5", .text("5"), .null, .integer(1)),
            ("is_open", "text($.x) = 5", .null, .text("5"), .integer(0)),
            ("status", "status || '$.x' || text($.x)", .text("a"), .text("b"), .text("a$.xb")),
            ("total", "decimal('1.50', 2)", .null, .null, .integer(150)),
            ("placed_at", "'2020-01-31T00:00:00Z'", .null, .null, .text("2020-01-31T00:00:00.000000Z")),
            ("ratio", "7", .null, .null, .real(7)), ("raw", "x'01'", .null, .null, .blob([1])),
            ("day", "date($time)", .null, .text("2020-01-31T23:59:59.999999Z"), .text("2020-01-31")),
            ("status", "coalesce($.x, status)", .text("old"), .null, .text("old")),
            ("status", "iif(\"order\" > 3, 'many', 'few')", .integer(4), .null, .text("many")),
            ("status", "json($.x) ->> '$.a'", .null, .text("{\"a\": \"b\"}"), .text("b")),
        ] as [(String, String, StoredValue, StoredValue, StoredValue)])
    func values(column: String, text: String, row: StoredValue, field: StoredValue, value: StoredValue) throws {
        #expect(try run(column, text, field: field, row: row) == value)
    }
}
