// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import SQLite

/// Rows as lists of cells, each with its kind, so that rows of two databases can be held equal by value and type.
struct Cells: Equatable {
    var rows: [[String]]

    /// The rows of a replica as they stand in the live generation's file, in the order of its first column.
    init(_ table: String, _ columns: [TypedColumn], _ home: DaemonHome, projection: String) throws {
        let generation = try ModelFile(data: home.data, projection: projection).generation
        let path = "\(home.data)/\(projection).g\(generation).sqlite"
        let connection = try Connection(path: path, mode: .readOnly)
        let names = columns.map(\.name).joined(separator: ", ")
        let statement = try connection.prepare("SELECT \(names) FROM \(table) ORDER BY \(columns[0].name)")
        rows = []
        while try statement.step() {
            rows.append(columns.indices.map { columns[$0].normal(Self.cell(statement, Int32($0))) })
        }
    }

    /// The rows of the source that a replica is to have.
    init(
        of table: String, _ columns: [TypedColumn], _ database: SourceDatabase, where condition: String = "true"
    ) throws {
        let cells = columns.map { "coalesce(\($0.cell), 'null')" }.joined(separator: ",\n")
        let found = try database.rows(
            Line.self,
            "SELECT ARRAY[\(cells)] AS cells FROM \(table) WHERE \(condition) ORDER BY \(columns[0].name)")
        rows = found.map { zip(columns, $0.cells).map { $0.normal($1) } }
    }

    /// Holds the rows of a replica equal to the source's, and tells the first differences.
    func expectEqual(_ wanted: Cells, _ columns: [TypedColumn], _ what: String) throws {
        if self == wanted { return }
        let found = Dictionary(rows.map { ($0[0], $0) }) { $1 }
        let source = Dictionary(wanted.rows.map { ($0[0], $0) }) { $1 }
        let missing = source.keys.filter { found[$0] == nil }.sorted()
        let surplus = found.keys.filter { source[$0] == nil }.sorted()
        var differences: [String] = []
        for (key, row) in source.sorted(by: { $0.key < $1.key }) {
            guard let other = found[key] else { continue }
            for (column, (mine, theirs)) in zip(columns, zip(other, row)) where mine != theirs {
                differences.append("\(key) \(column.name): \(mine.prefix(200)) instead of \(theirs.prefix(200))")
            }
        }
        throw TestFailure(
            """
            \(what): of \(wanted.rows.count) rows \(missing.count) are missing (\(missing.prefix(5))), \
            \(surplus.count) should not be there (\(surplus.prefix(5))); \(differences.count) cells differ
            \(differences.prefix(12).joined(separator: "\n"))
            """)
    }

    private struct Line: Decodable {
        var cells: [String]
    }

    private static func cell(_ statement: Statement, _ column: Int32) -> String {
        switch statement.kind(column) {
        case .null: "null"
        case .integer: "integer:\(statement.integer(column))"
        case .real: "real:\(statement.real(column))"
        case .text: "text:\(statement.text(column))"
        case .blob: "blob:" + statement.blob(column).map { String(format: "%02x", $0) }.joined()
        }
    }
}
