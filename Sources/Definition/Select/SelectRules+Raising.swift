// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events

/// Functions that fail for some values: one row with such a value would end the view (R20).
extension SelectRules {
    /// The longest text that a LIKE may have as its pattern, in bytes: SQLite's limit.
    private static let patternBytesMax = 50_000
    /// The largest `zeroblob`, in bytes.
    private static let blobBytesMax = 1_000_000
    private static let least = "-9223372036854775807"

    /// Looks at all expressions of an arm; what stands for a result column is looked at there.
    mutating func checkRaising(_ visit: ArmVisit) {
        let shown = Set(visit.arm.columns.map(\.expression))
        let named = Set(visit.arm.group + visit.order.map(\.expression)).intersection(shown)
        let offsets = Set(visit.arm.columns.map(\.expression.offset))
        for expression in visit.expressions where !named.contains(expression) || offsets.contains(expression.offset) {
            checkRaising(expression, visit, valid: [])
        }
    }

    /// - Parameter valid: What is JSON for certain, since a condition around says so.
    private mutating func checkRaising(_ part: SQLExpression, _ visit: ArmVisit, valid: [SQLExpression]) {
        if let choices = part.choices {
            for choice in choices.choices {
                checkRaising(choice.when, visit, valid: valid)
                checkRaising(choice.then, visit, valid: valid + choice.when.saidValid)
            }
            if let otherwise = choices.otherwise { checkRaising(otherwise, visit, valid: valid) }
            return
        }
        switch part.node {
        case .infix(let sign, let document, let path) where sign == "->" || sign == "->>":
            checkJSON([document], part, visit, valid)
            checkPath(path, isLabel: true, visit)
        case .like(_, _, _, let pattern, let escape): checkPattern(pattern, escape, visit)
        case .call(let call): checkRaising(call, part, visit, valid)
        default: break
        }
        for child in part.children { checkRaising(child, visit, valid: valid) }
    }

    private mutating func checkRaising(
        _ call: SQLCall, _ part: SQLExpression, _ visit: ArmVisit, _ valid: [SQLExpression]
    ) {
        let arguments = call.arguments
        switch call.name {
        case "abs": checkLeast(arguments, part, visit)
        case "like" where arguments.count > 1:
            checkPattern(arguments[0], arguments.count > 2 ? arguments[2] : nil, visit)
        case "glob" where arguments.count > 1: checkPattern(arguments[0], nil, visit)
        case "ntile" where arguments.count == 1: checkCount(arguments[0], "ntile", most: .max)
        case "nth_value" where arguments.count == 2: checkCount(arguments[1], "nth_value", most: .max)
        case "zeroblob" where arguments.count == 1: checkCount(arguments[0], "zeroblob", most: Self.blobBytesMax)
        default:
            guard let reading = JSONReading(call) else { return }
            if !reading.isPaired {
                let message = "\(source.quote(part)) lacks a value"
                return fault(.canFail, part, message, hint: "a value after each name, and after each path")
            }
            checkJSON(reading.documents, part, visit, valid)
            for path in reading.paths { checkPath(path, isLabel: false, visit) }
            for label in reading.labels { checkLabel(label, call.name, visit) }
            for value in reading.values where visit.type(value).type == .blob {
                fault(
                    .canFail, value, "JSON cannot hold the blob \(source.quote(value))",
                    hint: "write hex(\(source.term(value)))")
            }
        }
    }

    /// What is read as JSON is that for certain: of type json, or asked before.
    private mutating func checkJSON(
        _ documents: [SQLExpression], _ part: SQLExpression, _ visit: ArmVisit, _ valid: [SQLExpression]
    ) {
        let open = documents.filter { !isJSON($0, visit, valid) }
        guard let first = open.first else { return }
        let asked = open.map { "json_valid(\(source.term($0)))" }.joined(separator: " AND ")
        fault(
            .canFail, part, "\(source.quote(part)) fails where \(source.quote(first)) is no JSON",
            hint: "write iif(\(asked), \(source.term(part)), NULL), or declare the column as json")
    }

    private func isJSON(_ expression: SQLExpression, _ visit: ArmVisit, _ valid: [SQLExpression]) -> Bool {
        let type = visit.type(expression)
        if type.isNull || type.type == .json || valid.contains(expression) { return true }
        if type.type?.isStoredAsInteger == true { return true }
        if let text = expression.text { return ["{}", "[]", "null"].contains(text) }
        return expression.alternatives?.allSatisfy { isJSON($0, visit, valid) } ?? false
    }

    /// A path is written out, and well formed.
    ///
    /// - Parameter isLabel: Whether it may be a name or a place in an array alone, as `->` takes it.
    private mutating func checkPath(_ path: SQLExpression, isLabel: Bool, _ visit: ArmVisit) {
        let type = visit.type(path)
        if type.isNull || isLabel && type.type?.isStoredAsInteger == true { return }
        if let text = path.text, JSONPath.isRight(text, isLabel: isLabel) { return }
        let what = path.text == nil ? "the path \(source.quote(path)) may be none" : "\(source.quote(path)) is no path"
        fault(.canFail, path, what, hint: "a path such as '$.name', '$.\"any name\"', '$[0]' or '$[#-1]'")
    }

    /// The name of an object's field is a text.
    private mutating func checkLabel(_ label: SQLExpression, _ name: String, _ visit: ArmVisit) {
        let type = visit.type(label)
        let isText = type.type?.isStoredAsText == true || name == "json_group_object"
        if isText, !type.isNullable { return }
        let text = isText ? source.term(label) : "CAST(\(source.term(label)) AS TEXT)"
        fault(
            .canFail, label, "\(source.quote(label)) in \(name) is no text for certain",
            hint: "write \(type.isNullable ? "ifnull(\(text), '')" : text)")
    }

    /// The least integer has no counterpart.
    private mutating func checkLeast(_ arguments: [SQLExpression], _ part: SQLExpression, _ visit: ArmVisit) {
        guard arguments.count == 1, let value = arguments.first, !visit.type(value).isNull else { return }
        switch visit.type(value).type {
        case .real, .text, .json, .blob, .timestamp, .date, .boolean: return
        case .integer, .decimal, nil: break
        }
        if value.isNumber { return }
        if case .call(let call) = value.node, call.name == "max", call.arguments.contains(where: \.isNumber) { return }
        fault(
            .canFail, part, "\(source.quote(part)) fails for -9223372036854775808",
            hint: "write abs(max(\(source.term(value)), \(Self.least)))")
    }

    /// A pattern is short, and what escapes is one character.
    private mutating func checkPattern(_ pattern: SQLExpression, _ escape: SQLExpression?, _ visit: ArmVisit) {
        if let escape, escape.text?.unicodeScalars.count != 1 {
            let message = "\(source.quote(escape)) in ESCAPE is no single character for certain"
            fault(.canFail, escape, message, hint: #"write '\', or another single character"#)
        }
        guard bytesMax(of: pattern, visit).map({ $0 > Self.patternBytesMax }) ?? true else { return }
        let term = source.term(pattern)
        let hint = pattern.text == nil ? "write substr(\(term), 1, 12000)" : "a pattern of at most 50,000 bytes"
        fault(.canFail, pattern, "\(source.quote(pattern)) may be longer than a pattern can be", hint: hint)
    }

    /// The most bytes that an expression's text can have; nil where it has no bound.
    private func bytesMax(of expression: SQLExpression, _ visit: ArmVisit) -> Int? {
        if let text = expression.text { return text.utf8.count }
        let type = visit.type(expression)
        if type.isNull { return 0 }
        if let kind = type.type, kind != .text, kind != .json, kind != .blob { return 64 }
        if case .infix("||", let left, let right) = expression.node {
            guard let one = bytesMax(of: left, visit), let other = bytesMax(of: right, visit) else { return nil }
            return one + other
        }
        if let all = expression.alternatives {
            let found = all.compactMap { bytesMax(of: $0, visit) }
            return found.count == all.count ? found.max() : nil
        }
        guard case .call(let call) = expression.node, let first = call.arguments.first else { return nil }
        switch call.name {
        case "lower", "upper", "trim", "ltrim", "rtrim": return bytesMax(of: first, visit)
        case "substr", "substring":
            // A character has up to four bytes.
            guard call.arguments.count == 3, let count = call.arguments[2].wholeNumber else { return nil }
            return min(count, Self.patternBytesMax) * 4
        default: return nil
        }
    }

    /// A count is written out.
    private mutating func checkCount(_ count: SQLExpression, _ name: String, most: Int) {
        if let number = count.wholeNumber, (1...most).contains(number) { return }
        fault(
            .canFail, count, "\(source.quote(count)) in \(name) may be out of its range",
            hint: "a whole number from 1 on" + (most < .max ? ", at most \(most)" : ""))
    }
}
