// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events

/// An expression's parts as SQL, with the event's fields as numbered parameters.
struct ExpressionSQL {
    /// The SQL.
    private(set) var text = ""
    /// The fields, each once: `?1` and on.
    private(set) var fields: [EventField]
    /// Where each part starts in the SQL, and where in the expression.
    private var starts: [(sql: Int, source: Int)] = []

    /// Writes the parts; fields that are known already keep their numbers.
    init(_ pieces: [ExpressionPiece], fields: [EventField] = []) {
        self.fields = fields
        for piece in pieces {
            let part = write(piece)
            if part.isEmpty { continue }
            if !text.isEmpty { text += " " }
            starts.append((text.utf8.count, piece.offset))
            text += part
        }
    }

    private mutating func write(_ piece: ExpressionPiece) -> String {
        switch piece.kind {
        case .token(let token): return token.text
        case .untyped: return ""
        case .constant(_, _, let sql): return sql
        case .field(let field):
            let index = fields.firstIndex(of: field) ?? fields.endIndex
            if index == fields.endIndex { fields.append(field) }
            return "?\(index + 1)"
        }
    }

    /// The place in the expression of a place in the SQL.
    func sourceOffset(of offset: Int) -> Int {
        starts.last { $0.sql <= offset }?.source ?? starts.first?.source ?? 0
    }

    /// A SELECT of an expression over the columns, given by their places in the table, as parameters after the fields'.
    static func select(_ expression: String, fields: Int, columns: [Int], of table: TableShape) -> String {
        "SELECT \(expression)" + from(fields: fields, columns: columns, of: table)
    }

    /// The FROM that makes parameters into columns of the types that the table has, so that SQLite treats them alike.
    static func from(fields: Int, columns: [Int], of table: TableShape) -> String {
        guard !columns.isEmpty else { return "" }
        let list = columns.enumerated().map { index, column in
            let column = table.all[column]
            let storage = SchemaSQL.storage(of: column.type)
            return "CAST(?\(fields + 1 + index) AS \(storage)) AS \(SQLName.quoted(column.name))"
        }
        return " FROM (SELECT \(list.joined(separator: ", ")))"
    }
}
