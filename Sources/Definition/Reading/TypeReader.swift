// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// Reads types, and the columns that are declared as `$.path type`.
struct TypeReader {
    /// A column's declaration.
    struct Declaration {
        /// Where its value is found; nil if only the type is given.
        var reference: EventReference?
        /// Its type.
        var type: ValueType
    }

    private static let names = [
        "integer", "real", "text", "boolean", "blob", "json", "decimal(2)", "timestamp", "date",
    ]
    private static let otherwise = [
        "int": "integer", "int64": "integer", "bigint": "integer", "long": "integer", "number": "integer or real",
        "string": "text", "varchar": "text", "char": "text", "uuid": "text", "bool": "boolean", "float": "real",
        "double": "real", "decimal": "decimal(2)", "numeric": "decimal(2)", "money": "decimal(2)", "bytes": "blob",
        "binary": "blob", "datetime": "timestamp", "time": "timestamp", "jsonb": "json", "object": "json",
        "array": "json",
    ]

    let reading: FileReading

    /// Reads a type; nil, with a fault, if it is none.
    func type(_ node: YAMLNode, of what: String) -> ValueType? {
        guard let text = reading.text(node, "the type of \(what)", hint: "types: \(allowed)") else { return nil }
        return type(Substring(text), in: node, at: 0)
    }

    /// Reads `type` or `$.path type`; nil, with a fault, if it is neither.
    func declaration(_ node: YAMLNode, of what: String) -> Declaration? {
        guard let text = reading.text(node, "the type of \(what)", hint: "types: \(allowed)") else { return nil }
        guard text.hasPrefix("$") else {
            return type(Substring(text), in: node, at: 0).map { Declaration(reference: nil, type: $0) }
        }
        guard let (reference, length) = reference(in: node, text) else { return nil }
        let rest = text.utf8.dropFirst(length)
        let spaces = rest.prefix { $0.isYAMLSpace }.count
        guard let typeText = Substring(rest.dropFirst(spaces)).nonEmpty else {
            reading.fault(
                .untypedPath, at: node.place, "the type of \(what) is missing",
                hint: "write \(text) text, for example")
            return nil
        }
        guard spaces > 0 else {
            reading.fault(
                .badPath, at: reading.place(of: length, in: node),
                "found \(Wording.quote(String(typeText))) after \(reference)",
                hint: "a name with other characters than letters, digits and _ is quoted: $.\"a-b\"")
            return nil
        }
        return type(typeText, in: node, at: length + spaces).map { Declaration(reference: reference, type: $0) }
    }

    private var allowed: String { Self.names.joined(separator: ", ") }

    private func reference(in node: YAMLNode, _ text: String) -> (EventReference, Int)? {
        do {
            return try EventReference.parse(Substring(text))
        } catch {
            let place = reading.place(of: error.offset, in: node)
            reading.fault(.badPath, at: place, error.message, hint: error.hint)
            return nil
        }
    }

    private func type(_ text: Substring, in node: YAMLNode, at offset: Int) -> ValueType? {
        let trimmed = String(text.reversed().drop { $0 == " " }.reversed())
        if let type = ValueType(name: trimmed) { return type }
        let place = reading.place(of: offset, in: node)
        reading.fault(.unknownType, at: place, "unknown type \(Wording.quote(trimmed))", hint: hint(for: trimmed))
        return nil
    }

    private func hint(for text: String) -> String {
        let folded = text.lowercased()
        if folded.hasSuffix("[]") { return "a list is for parameters alone; a column of type json holds any list" }
        if folded.hasPrefix("decimal(") { return "decimal(s) has s fraction digits, 0 to \(ValueType.decimalScaleMax)" }
        if text.contains("$") { return "the path comes first: $.path text" }
        let word = String(folded.prefix { $0 != "(" })
        if let other = Self.otherwise[word] { return "write \(other)" }
        return DidYouMean.hint(text, among: Self.names, allowed: "types") ?? "types: \(allowed)"
    }
}

extension Substring {
    fileprivate var nonEmpty: Substring? { isEmpty ? nil : self }
}
