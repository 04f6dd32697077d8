// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events

/// What is compared of two generations: the rows of one table, of what stands beside it, or of a view.
public struct ProofRelation: Sendable {
    /// What it is.
    public enum Kind: String, Sendable {
        /// A table.
        case table
        /// The past of a table (R15).
        case history
        /// The versions of a table's deleted rows (R13).
        case gone
        /// A view.
        case view
    }

    /// A column; its type is nil where it cannot be told.
    struct Column: Sendable {
        var name: String
        var type: ValueType?
    }

    /// Its name in the file.
    let name: String
    let kind: Kind
    let columns: [Column]
    /// How many of the first columns tell rows apart; 0 where only all of them do.
    let keyCount: Int
    /// How many of those come from the record's key, or name the record; 0 where its key does not name rows.
    let recordKeyCount: Int
    /// The place of its table in the projection; nil for a view.
    let table: Int?
    /// The tables and views that it is made of, by name.
    var reads: Set<String> = []
    /// Whether records that made its rows may be gone from the log, so that only keys that differ twice count (R5).
    var isCompacted = false

    /// The relations of a table: itself and what stands beside it; none of its own if it keeps no rows.
    static func all(of table: Table, place: Int) -> [ProofRelation] {
        let declared = TableShape(table)
        let key = declared.key.map { Column(name: $0.name, type: $0.type) }
        let others = declared.columns.map { Column(name: $0.name, type: $0.type) }
        let position = Column(name: SchemaSQL.positionColumn, type: .integer)
        let fromRecord = table.kind == .rekeyed ? 0 : table.key.filter { !$0.isOfElement }.count
        var relations: [ProofRelation] = []
        if table.kind == .append {
            let shown = table.keepsRows ? [position] + others : [position]
            relations.append(
                ProofRelation(
                    name: table.name, kind: .table, columns: shown, keyCount: 1, recordKeyCount: 1, table: place))
        } else {
            let version = table.version == nil ? [] : [Column(name: SchemaSQL.versionColumn, type: .integer)]
            let ours = table.kind == .rekeyed ? [] : [position]
            relations.append(
                ProofRelation(
                    name: table.name, kind: .table, columns: key + others + ours + version, keyCount: key.count,
                    recordKeyCount: fromRecord, table: place))
        }
        if let history = SchemaSQL.history(of: table) {
            let from = Column(name: SchemaSQL.validFromColumn, type: .timestamp)
            let rest = history.columns.filter { $0.name != from.name }.map { Column(name: $0.name, type: $0.type) }
            relations.append(
                ProofRelation(
                    name: history.name, kind: .history, columns: key + [from] + rest, keyCount: key.count + 1,
                    recordKeyCount: fromRecord, table: place))
        }
        if table.version != nil {
            relations.append(
                ProofRelation(
                    name: SchemaSQL.goneName(of: table), kind: .gone,
                    columns: key + [Column(name: "version", type: .integer)], keyCount: key.count,
                    recordKeyCount: fromRecord, table: place))
        }
        return relations
    }

    /// The relation of a view, whose rows only all columns tell apart.
    init(_ view: View, reads: Set<String>) {
        self.init(
            name: view.name, kind: .view, columns: view.columns.map { Column(name: $0.name, type: $0.type) },
            keyCount: 0, recordKeyCount: 0, table: nil, reads: reads)
    }

    private init(
        name: String, kind: Kind, columns: [Column], keyCount: Int, recordKeyCount: Int, table: Int?,
        reads: Set<String> = []
    ) {
        self.name = name
        self.kind = kind
        self.columns = columns
        self.keyCount = keyCount
        self.recordKeyCount = recordKeyCount
        self.table = table
        self.reads = reads
    }
}
