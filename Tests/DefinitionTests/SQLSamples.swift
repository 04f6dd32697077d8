// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events

/// A place of an expression or a query in a file.
let start = Place(file: "shop.yaml", line: 7, column: 20)

extension Place {
    /// The place some bytes after `start`, on its line.
    static func after(_ bytes: Int) -> Place {
        Place(file: start.file, line: start.line, column: start.column + bytes)
    }
}

extension TableShape {
    /// A record-keyed table with a column of each type; some names are words of SQL's.
    static let sample = TableShape(
        name: "orders", key: [Column("order_id", .text)],
        columns: [
            Column("total", .decimal(scale: 2)), Column("clicks", .integer), Column("ratio", .real),
            Column("status", .text), Column("is_open", .boolean), Column("raw", .blob), Column("extra", .json),
            Column("placed_at", .timestamp), Column("day", .date), Column("order", .integer),
            Column("the \"end\"", .integer), Column("end", .integer),
        ], isRekeyed: false)

    /// The same columns with a key from the body.
    static var rekeyed: TableShape {
        var shape = sample
        shape.isRekeyed = true
        return shape
    }

    /// Compiles an expression for the column of that name.
    func compile(_ column: String, _ text: String) -> Result<Assignment, DiagnosticList> {
        let index = columns.firstIndex { $0.name == column } ?? 0
        return ExpressionCompiler().compile(text, at: start, column: index, table: self)
    }
}

extension EventField {
    /// A field of the body.
    static func body(_ name: String, _ type: ValueType) -> EventField {
        EventField(origin: .body(EventPath([.field(name)])), type: type)
    }
}

extension Result where Failure == DiagnosticList {
    /// The faults; empty on success.
    var faults: [Diagnostic] {
        if case .failure(let list) = self { list.all } else { [] }
    }

    /// What was made; nil with faults.
    var value: Success? { try? get() }
}
