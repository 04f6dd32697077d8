// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

/// Tells what storage classes an expression's value may have, as far as that can be told (R23).
struct KindInference {
    /// What a column holds, and whether it may be NULL.
    let column: (_ item: String?, _ name: String) -> (kinds: StorageKinds, isNullable: Bool)

    func kinds(_ expression: SQLExpression) -> StorageKinds {
        switch expression.node {
        case .literal(let text): Self.literal(text)
        case .column(let item, let name): column(item, name).kinds
        case .prefix(let symbol, let operand):
            switch symbol {
            case "NOT", "~": .integer
            case "-": kinds(operand).number
            default: kinds(operand)
            }
        case .infix(let symbol, let left, let right): infix(symbol, left, right)
        case .postfix, .like, .between, .inList, .inSelect, .exists: .integer
        case .scalar(let select): kinds(select.arms[0].columns[0].expression)
        case .choice(_, let choices, let otherwise):
            choices.reduce(otherwise.map(kinds) ?? []) { $0.union(kinds($1.then)) }
        case .cast(_, let type): Self.cast(type)
        case .collate(let operand, _): kinds(operand)
        case .call(let call): self.call(call)
        case .row: .all
        }
    }

    /// Whether the value may be NULL, as far as that is plain to see.
    func isNullable(_ expression: SQLExpression) -> Bool {
        switch expression.node {
        case .literal: expression.isNullLiteral
        case .column(let item, let name): column(item, name).isNullable
        case .exists, .postfix: false
        case .call(let call) where ["coalesce", "ifnull"].contains(call.name): call.arguments.allSatisfy(isNullable)
        default: true
        }
    }

    private func infix(_ symbol: String, _ left: SQLExpression, _ right: SQLExpression) -> StorageKinds {
        switch symbol {
        case "||", "->": .text
        case "->>": .all
        case "+", "-", "*", "/", "%":
            kinds(left).number == .real || kinds(right).number == .real
                ? .real : kinds(left).number.union(kinds(right).number)
        default: .integer
        }
    }

    private func call(_ call: SQLCall) -> StorageKinds {
        let first = call.arguments.first.map(kinds) ?? []
        switch call.name {
        case "coalesce", "ifnull", "min", "max": return call.arguments.reduce([]) { $0.union(kinds($1)) }
        case "iif": return call.arguments.dropFirst().reduce([]) { $0.union(kinds($1)) }
        case "nullif", "likely", "unlikely", "likelihood": return first
        case "first_value", "last_value", "nth_value": return first
        case "lag", "lead": return first.union(call.arguments.dropFirst(2).first.map(kinds) ?? [])
        case "sum", "abs", "ceil", "ceiling", "floor", "trunc": return first.number
        default: return Self.results[call.name] ?? .all
        }
    }

    private static let results: [String: StorageKinds] = [
        "length": .integer, "instr": .integer, "unicode": .integer, "sign": .integer, "like": .integer,
        "glob": .integer, "unixepoch": .integer, "json_array_length": .integer, "json_valid": .integer,
        "count": .integer, "row_number": .integer, "rank": .integer, "dense_rank": .integer, "ntile": .integer,
        "percent_rank": .real, "cume_dist": .real, "avg": .real,
        "group_concat": .text, "json_group_array": .text, "json_group_object": .text,
        "round": .real, "julianday": .real, "sqrt": .real, "total": .real,
        "lower": .text, "upper": .text, "trim": .text, "ltrim": .text, "rtrim": .text, "replace": .text,
        "printf": .text, "format": .text, "hex": .text, "quote": .text, "typeof": .text, "char": .text,
        "date": .text, "time": .text, "datetime": .text, "strftime": .text, "json": .text, "json_array": .text,
        "json_object": .text, "json_quote": .text, "json_type": .text, "json_set": .text, "json_insert": .text,
        "json_replace": .text, "json_remove": .text, "json_patch": .text, "substr": [.text, .blob],
        "substring": [.text, .blob], "zeroblob": .blob,
    ]

    private static func literal(_ text: String) -> StorageKinds {
        switch text.utf8.first {
        case 0x27: return .text
        case 0x58, 0x78: return .blob
        case let byte? where (0x30...0x39).contains(byte) || byte == 0x2e:
            if text.utf8.count > 2, text.lowercased().hasPrefix("0x") { return .integer }
            let isWhole = text.utf8.allSatisfy { (0x30...0x39).contains($0) }
            return !isWhole ? .real : text.utf8.count < 19 ? .integer : [.integer, .real]
        default: return text.uppercased() == "NULL" ? [] : .integer
        }
    }

    /// What a CAST to the type gives, by SQLite's rules of affinity.
    static func cast(_ type: String) -> StorageKinds {
        let name = type.uppercased()
        func has(_ parts: String...) -> Bool { parts.contains { name.contains($0) } }
        if has("INT") { return .integer }
        if has("CHAR", "CLOB", "TEXT") { return .text }
        if name.isEmpty || has("BLOB") { return .blob }
        return has("REAL", "FLOA", "DOUB") ? .real : [.integer, .real]
    }
}
