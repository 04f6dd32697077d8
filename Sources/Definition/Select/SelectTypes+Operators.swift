// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events

extension SelectTypes {
    /// What a literal is.
    static func literal(_ text: String) -> ExpressionType {
        switch text.utf8.first {
        case UInt8(ascii: "'"): return ExpressionType(.text, isNullable: false)
        case UInt8(ascii: "N"), UInt8(ascii: "n"): return .null
        case UInt8(ascii: "T"), UInt8(ascii: "F"): return ExpressionType(.boolean, isNullable: false)
        case UInt8(ascii: "x"), UInt8(ascii: "X"): return ExpressionType(.blob, isNullable: false)
        default:
            // A number that is no Int64 is a real to SQLite.
            let isHex = text.hasPrefix("0x") || text.hasPrefix("0X")
            let isWhole = isHex || Int64(text) != nil
            var type = ExpressionType(isWhole ? .integer : .real, isNullable: false)
            type.isWhole = isWhole
            return type
        }
    }

    /// What a sign makes of its operand.
    static func prefix(_ sign: String, _ operand: ExpressionType) -> ExpressionType {
        var result = operand
        switch sign {
        case "NOT": return ExpressionType(.boolean, isNullable: operand.isNullable)
        case "~": return ExpressionType(.integer, isNullable: operand.isNullable)
        case "-":
            if operand.type == .boolean { result.type = .integer }
            if operand.type != .real, operand.type?.isStoredAsInteger != true { result.type = nil }
            return result
        default: return result
        }
    }

    /// What an operator makes of its operands.
    static func infix(_ sign: String, _ left: ExpressionType, _ right: ExpressionType) -> ExpressionType {
        let isNullable = left.isNullable || right.isNullable
        switch sign {
        case "IS", "IS NOT", "IS DISTINCT FROM", "IS NOT DISTINCT FROM":
            return ExpressionType(.boolean, isNullable: false)
        case "||": return ExpressionType(.text, isNullable: isNullable)
        case "->": return ExpressionType(.json, isNullable: true)
        case "->>": return .unknown
        case "&", "|", "<<", ">>": return ExpressionType(.integer, isNullable: isNullable)
        case "+", "-", "*", "/", "%":
            let type = arithmetic(sign, left, right)
            return ExpressionType(type, isNullable: isNullable || sign == "/" || sign == "%")
        default: return ExpressionType(.boolean, isNullable: isNullable)
        }
    }

    private static func arithmetic(_ sign: String, _ left: ExpressionType, _ right: ExpressionType) -> ValueType? {
        guard let first = left.type, let second = right.type else { return nil }
        let areNumbers = [first, second].allSatisfy { $0 == .real || $0.isStoredAsInteger }
        guard areNumbers else { return nil }
        if first == .real || second == .real { return .real }
        switch (first, second) {
        case (.decimal(let one), .decimal(let other)):
            switch sign {
            case "*": return one + other <= ValueType.decimalScaleMax ? .decimal(scale: one + other) : nil
            case "/": return one == other ? .integer : nil
            default: return one == other ? first : nil
            }
        case (.decimal, _): return "*/".contains(sign) || right.isWhole ? first : nil
        case (_, .decimal): return sign == "*" || left.isWhole && sign != "/" ? second : nil
        default: return .integer
        }
    }

    /// What CAST gives, by SQLite's rule: the name says the affinity.
    static func affinity(_ name: String) -> ValueType? {
        let name = name.uppercased()
        if name.contains("INT") { return .integer }
        if ["CHAR", "CLOB", "TEXT"].contains(where: name.contains) { return .text }
        if name.contains("BLOB") || name.isEmpty { return .blob }
        return ["REAL", "FLOA", "DOUB"].contains(where: name.contains) ? .real : nil
    }
}
