// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import ReadModel
import SQLite

/// The same definition folded twice: by Swift where it can, and by SQLite alone.
final class TwinModels {
    /// What came of a record in one execution.
    struct Outcome: Equatable {
        /// Whether the record was applied.
        var isApplied: Bool
        /// The row as stored, each value with its type and all its bits; nil if there is none.
        var row: [StoredValue]?
    }

    private let models: [Model]
    private let readers: [Statement]
    private let columnCount: Int

    /// `change` makes each assignment of the second execution; what is right is to leave all to SQLite.
    init(_ projection: Projection, change: (Assignment) -> Assignment = TwinModels.leftToSQLite) throws {
        var twin = projection
        for index in twin.tables.indices {
            twin.tables[index].handlers = twin.tables[index].handlers.map { handler in
                guard case .set(let assignments) = handler.action else { return handler }
                return Handler(eventType: handler.eventType, action: .set(assignments.map(change)))
            }
        }
        models = [try Model(projection), try Model(twin)]
        columnCount = projection.tables[0].columns.count
        let names = projection.tables[0].columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
        readers = try models.map {
            try Connection(path: $0.file.path, mode: .readOnly).prepare(
                "SELECT \(names) FROM \"\(projection.tables[0].name)\" WHERE id = ?1")
        }
    }

    /// The assignment, computed by SQLite's statement.
    static func leftToSQLite(_ assignment: Assignment) -> Assignment {
        Assignment(column: assignment.column, form: .other, sql: assignment.sql, family: assignment.family)
    }

    /// Folds and commits a record in both, and reads its row back.
    func put(_ record: Record) throws -> (swift: Outcome, sqlite: Outcome) {
        let outcomes = try zip(models, readers).map { model, reader in
            var isApplied = true
            do { try model.put(record) } catch is ModelWriter.StoppedRecord { isApplied = false }
            if isApplied { try model.writer.commit() }
            return Outcome(isApplied: isApplied, row: try row(reader, record.key ?? ""))
        }
        return (outcomes[0], outcomes[1])
    }

    func reopen() throws {
        for model in models { try model.reopen() }
    }

    private func row(_ statement: Statement, _ key: String) throws -> [StoredValue]? {
        statement.bind(1, key)
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        return (0..<Int32(columnCount)).map { column in
            switch statement.kind(column) {
            case .null: .null
            case .integer: .integer(statement.integer(column))
            case .real: .real(statement.real(column))
            case .text: .text(statement.text(column))
            case .blob: .blob(statement.blob(column))
            }
        }
    }
}
