// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events
import SQLite

/// Lets SQLite check expressions, on a database in memory that has no tables.
final class ExpressionChecker {
    /// Reads constants on the same connection.
    let constants: ConstantReader
    private let connection: Connection?
    private let log = AccessLog(functions: PureFunctions.scalar, tables: [:])

    init() {
        connection = try? Connection(path: "", mode: .memory)
        constants = ConstantReader(connection: connection)
        connection?.harden()
        connection?.authorize { [log] access in log.allows(access) }
    }

    /// What SQLite says against an expression; nil if nothing.
    func fault(of expression: ExpressionSQL, table: TableShape, source: SQLText) -> Diagnostic? {
        // In a WHERE, where SQLite refuses aggregates, window functions and lists.
        let start = "SELECT 1" + from(expression.fields.count, Array(table.all.indices), table) + " WHERE ("
        log.clear()
        guard let connection else { return source.fault(.badExpression, at: 0, "SQLite could not be opened") }
        do {
            _ = try connection.prepare(start + expression.text + ")")
            return nil
        } catch {
            let offset = error.offset.map { expression.sourceOffset(of: $0 - start.utf8.count) } ?? 0
            return diagnostic(error, at: offset, table: table, source: source)
        }
    }

    /// The places in the table of the columns that SQL reads: those that it is not valid without.
    func columns(readBy sql: String, fields: Int, table: TableShape, pieces: [ExpressionPiece]) -> [Int] {
        let names = Set(pieces.compactMap { $0.token?.name.map(SQLName.folded) })
        let all = Array(table.all.indices)
        return all.filter { column in
            guard names.contains(SQLName.folded(table.all[column].name)) else { return false }
            let rest = all.filter { $0 != column }
            let statement = ExpressionSQL.select("(\(sql))", fields: fields, columns: rest, of: table)
            return (try? connection?.prepare(statement)) == nil
        }
    }

    private func from(_ fields: Int, _ columns: [Int], _ table: TableShape) -> String {
        ExpressionSQL.from(fields: fields, columns: columns, of: table)
    }

    private func diagnostic(
        _ error: SQLiteError, at offset: Int, table: TableShape, source: SQLText
    ) -> Diagnostic {
        if case .function(let name)? = log.denied {
            return PureFunctions.fault(name, at: AccessLog.place(of: name, in: source), "an expression")
        }
        if log.denied != nil {
            return source.fault(.badExpression, at: offset, "an expression reads the event and its own row alone")
        }
        var hint: String?
        if error.message.hasPrefix("no such column: ") {
            let columns = table.all.map(\.name).joined(separator: ", ")
            hint = "the columns are \(columns); a text is written '…', a field of the event $.name"
        }
        return source.fault(.badExpression, at: offset, error.message, hint: hint)
    }
}
