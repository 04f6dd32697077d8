// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events

/// The compilation of one expression whose parts are read.
struct ExpressionCompilation {
    let source: SQLText
    var pieces: [ExpressionPiece]
    let column: Int
    let table: TableShape
    let checker: ExpressionChecker
    let shape: ExpressionShape
    var faults: [Diagnostic] = []

    private var assigned: TableShape.Column { table.columns[column] }

    init(source: SQLText, pieces: [ExpressionPiece], column: Int, table: TableShape, checker: ExpressionChecker) {
        self.source = source
        self.pieces = pieces
        self.column = column
        self.table = table
        self.checker = checker
        shape = ExpressionShape(pieces, column: table.columns[column].name)
    }

    mutating func run() -> Result<Assignment, DiagnosticList> {
        typeReferences()
        checkColumnType()
        let form = faults.isEmpty ? makeForm() : .other
        if faults.isEmpty { faults += ClockCheck.faults(pieces, source, table.all) }
        guard faults.isEmpty else { return .failure(DiagnosticList(faults)) }
        let whole = ExpressionSQL(pieces)
        if let fault = checker.fault(of: whole, table: table, source: source) { return failure(fault) }
        let family = shape.family
        if table.isRekeyed, let fault = commutingFault(family) { return failure(fault) }
        let text = lifted(whole)
        let columns = checker.columns(readBy: text, fields: whole.fields.count, table: table, pieces: pieces)
        let sql = FoldSQL(
            text: ExpressionSQL.select(text, fields: whole.fields.count, columns: columns, of: table),
            fields: whole.fields, columns: columns)
        return .success(Assignment(column: column, form: form, sql: sql, family: family))
    }

    private func failure(_ fault: Diagnostic) -> Result<Assignment, DiagnosticList> {
        .failure(DiagnosticList([fault]))
    }

    mutating func fault(_ code: DiagnosticCode, at piece: Int, _ message: String, hint: String? = nil) {
        faults.append(source.fault(code, at: pieces[piece].offset, message, hint: hint))
    }

    /// Gives each reference without a type the one that its place has (R11).
    private mutating func typeReferences() {
        let direct = Set(shape.operands.filter { $0.count == 1 }.map(\.lowerBound))
        for index in pieces.indices {
            guard let reference = pieces[index].untyped else { continue }
            let origin = EventField.Origin(reference)
            let type: ValueType? =
                ExpressionReader.knownType(of: reference) ?? (direct.contains(index) ? assigned.type : nil)
            guard let type = type ?? Self.textType(of: origin) else {
                let words = ["integer", "decimal", "text"].map { ExpressionReader.example($0, reference) }
                fault(
                    .untypedPath, at: index, "\(reference) needs its type here",
                    hint: "write it as \(words.joined(separator: ", ")) or another type")
                continue
            }
            pieces[index].kind = .field(EventField(origin: origin, type: type))
        }
    }

    /// Keys, headers and the event type are texts.
    private static func textType(of origin: EventField.Origin) -> ValueType? {
        switch origin {
        case .key, .header, .type: .text
        case .body, .time, .offset, .each, .index, .source: nil
        }
    }

    private mutating func checkColumnType() {
        guard shape.family == .sum else { return }
        switch assigned.type {
        case .integer, .decimal, .real: break
        default:
            fault(
                .badExpression, at: 0, "column \(assigned.name) is \(assigned.type.name), + and - make numbers",
                hint: "make it integer, real or decimal(s)")
        }
    }

    /// What cannot commute, or would not in every order (R8).
    private func commutingFault(_ family: Assignment.Family?) -> Diagnostic? {
        let name = assigned.name
        guard let family, let operand = shape.operands.first else {
            return source.fault(
                .notCommuting, at: 0, "events of several keys of the log change \(name) in any order",
                hint: "\(name) + e, \(name) - e, min(\(name), e) or max(\(name), e)")
        }
        if family == .sum, assigned.type == .real {
            return source.fault(
                .notCommuting, at: 0, "a sum of reals depends on the order of the events",
                hint: "make \(name) a decimal(s) or an integer")
        }
        let part = ExpressionSQL(Array(pieces[operand]))
        let read = checker.columns(
            readBy: part.text, fields: part.fields.count, table: table, pieces: Array(pieces[operand]))
        guard let column = read.first(where: { $0 >= table.key.count }) else { return nil }
        let other = table.all[column].name
        return source.fault(
            .notCommuting, at: pieces[operand.lowerBound].offset,
            "\(other) of the row depends on the order of the events",
            hint: "compute with the event's fields alone")
    }

    /// The expression with NULL lifted where R11 says so.
    private func lifted(_ whole: ExpressionSQL) -> String {
        guard shape.family != nil, let operand = shape.operands.first else { return whole.text }
        let name = SQLName.quoted(assigned.name)
        let value = "(\(ExpressionSQL(Array(pieces[operand]), fields: whole.fields).text))"
        switch shape {
        case .add: return "coalesce(\(name) + \(value), \(name), \(value))"
        case .subtract: return "coalesce(\(name) - \(value), \(name), -\(value))"
        case .least: return "coalesce(min(\(name), \(value)), \(name), \(value))"
        case .greatest: return "coalesce(max(\(name), \(value)), \(name), \(value))"
        case .value, .coalesce, .other: return whole.text
        }
    }
}

extension ExpressionShape {
    /// The commuting family (R8).
    var family: Assignment.Family? {
        switch self {
        case .add, .subtract: .sum
        case .least: .least
        case .greatest: .greatest
        case .value, .coalesce, .other: nil
        }
    }

    /// What the column is combined with.
    var operands: [Range<Int>] {
        switch self {
        case .value(let range), .add(let range), .subtract(let range), .least(let range), .greatest(let range): [range]
        case .coalesce(let ranges): ranges
        case .other: []
        }
    }
}
