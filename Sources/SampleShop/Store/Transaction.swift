// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import SQLite

/// The statements of one transaction of a store; it lives inside the closure that gets it.
struct Transaction: ~Copyable {
    private let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// The rows that a SELECT gives.
    func rows(_ sql: String, _ fields: Field...) throws(ShopError) -> [Row] {
        do throws(SQLiteError) {
            let statement = try prepare(sql, fields)
            var rows: [Row] = []
            while try statement.step() {
                rows.append(Row(fields: (0..<statement.columnCount).map { statement.field($0) }))
            }
            return rows
        } catch {
            throw ShopError(error)
        }
    }

    /// Runs a statement and tells how many rows it changed.
    @discardableResult
    func run(_ sql: String, _ fields: Field...) throws(ShopError) -> Int64 {
        do throws(SQLiteError) {
            try prepare(sql, fields).run()
            return connection.changes
        } catch {
            throw ShopError(error)
        }
    }

    private func prepare(_ sql: String, _ fields: [Field]) throws(SQLiteError) -> Statement {
        let statement = try connection.prepare(sql)
        for (index, field) in fields.enumerated() {
            switch field {
            case .null: statement.bindNull(Int32(index + 1))
            case .integer(let value): statement.bind(Int32(index + 1), value)
            case .text(let value): statement.bind(Int32(index + 1), value)
            }
        }
        return statement
    }
}

extension Statement {
    /// A value of the current row; the stores keep integers and texts only.
    fileprivate func field(_ index: Int32) -> Field {
        switch kind(index) {
        case .null: .null
        case .integer: .integer(integer(index))
        case .real, .text, .blob: .text(text(index))
        }
    }
}
