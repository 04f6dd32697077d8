// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events

extension ExpressionCompilation {
    private var type: ValueType { table.columns[column].type }

    /// The common form of the expression; its constants are converted to the column's type in place.
    mutating func makeForm() -> Assignment.Form {
        switch shape {
        case .value(let range): return operand(range).map { .value($0) } ?? .other
        case .add(let range): return operand(range).map { .add($0) } ?? .other
        case .subtract(let range): return operand(range).map { .subtract($0) } ?? .other
        case .least(let range): return operand(range).map { .least($0) } ?? .other
        case .greatest(let range): return operand(range).map { .greatest($0) } ?? .other
        case .coalesce(let ranges):
            let operands = ranges.map { operand($0) }
            // With the column first and one value after it: the column itself is no operand.
            guard ranges.count == 2, operands[0] == nil, ranges[0].count == 1, let second = operands[1] else {
                return .other
            }
            return .coalesce(second)
        case .other: return .other
        }
    }

    /// The operand that a range is, if it is a field of the event or a constant; a fault if it never fits the column.
    private mutating func operand(_ range: Range<Int>) -> Operand? {
        let index = range.lowerBound
        if range.count == 1, case .field(let field) = pieces[index].kind {
            checkFits(field.type, at: index)
            return .field(field)
        }
        if range.count == 1, case .constant(let value, let type, _) = pieces[index].kind {
            checkFits(type, at: index)
            return .constant(value)
        }
        return constant(range)
    }

    private mutating func constant(_ range: Range<Int>) -> Operand? {
        let tokens = pieces[range].compactMap(\.token)
        guard tokens.count == range.count, checker.constants.isLiteral(tokens), !namesColumn(tokens),
            let read = checker.constants.value(ofLiteral: tokens)
        else { return nil }
        let written = tokens.map(\.text).joined()
        guard let (value, sql) = checker.constants.convert(read, written: written, to: type) else {
            fault(
                .badExpression, at: range.lowerBound,
                "\(written) is no \(type.name), which column \(table.columns[column].name) is",
                hint: hint(written, read))
            return nil
        }
        // The other parts of the range go empty, so that the places of all parts stay.
        let offset = pieces[range.lowerBound].offset
        pieces[range.lowerBound] = ExpressionPiece(kind: .constant(value, type, sql: sql), offset: offset)
        for index in range.dropFirst() {
            pieces[index].kind = .token(SQLToken(kind: .symbol, text: "", offset: pieces[index].offset))
        }
        return .constant(value)
    }

    /// TRUE and FALSE are columns where the table has columns of these names.
    private func namesColumn(_ tokens: [SQLToken]) -> Bool {
        guard let name = tokens.first?.name else { return false }
        return table.all.contains { SQLName.equal($0.name, name) }
    }

    private func hint(_ written: String, _ read: StoredValue) -> String? {
        switch (type, read) {
        case (.decimal, .text), (.decimal, .real): "decimal(\(written), \(scale))"
        case (.boolean, _): "true or false"
        case (.timestamp, _): "'2020-01-31T00:00:00Z'"
        case (.date, _): "'2020-01-31'"
        case (.text, _): "'\(written)'"
        case (.json, _): "a text that is JSON, such as '{\"a\": 1}'"
        case (.blob, _): "x'00ff'"
        default: nil
        }
    }

    private var scale: Int {
        if case .decimal(let scale) = type { scale } else { 0 }
    }

    /// Refuses a value of a type that the column never takes as it is.
    private mutating func checkFits(_ found: ValueType, at index: Int) {
        let fits: Bool =
            switch (found, type) {
            case (.decimal(let one), .decimal(let other)): one == other
            case (.integer, .decimal), (.decimal, .integer): true
            case (.timestamp, .text), (.date, .text), (.json, .text): true
            default: found == type
            }
        guard !fits else { return }
        let name = table.columns[column].name
        let hint =
            found == .timestamp && type == .date
            ? "date(…) of it is its day" : "write it as \(type.name), or change the column's type"
        fault(.badExpression, at: index, "column \(name) is \(type.name), this is \(found.name)", hint: hint)
    }
}
