// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// Reads a query's `params:` (R35).
struct ParameterReader {
    /// A parameter and where it is declared.
    struct Declared {
        var parameter: Query.Parameter
        var place: Place
    }

    private static let words = MappingFields.Words(
        what: "a parameter", known: ["type", "required", "default", "enum"],
        instead: ["optional": "a parameter is optional unless it has required: true", "values": "enum: [a, b]"])

    let reading: FileReading

    /// Reads the parameters without faults.
    func read(_ node: YAMLNode) -> [Declared] {
        let hint = "params: {customer: {type: integer, required: true}}"
        return (reading.entries(node, "params", hint: hint) ?? []).compactMap { entry in
            let isNamed = NameRule.parameter.check(entry.key, at: entry.keyPlace, reading)
            guard let parameter = read(entry), isNamed else { return nil }
            return Declared(parameter: parameter, place: entry.keyPlace)
        }
    }

    /// `name: type`, or `name: {type: …}`.
    private func read(_ entry: YAMLNode.Entry) -> Query.Parameter? {
        if entry.value.text != nil {
            return type(entry.value, of: entry.key).map {
                Query.Parameter(name: entry.key, type: $0.type, isList: $0.isList)
            }
        }
        guard let fields = MappingFields(entry.value, Self.words, owner: entry.keyPlace, reading) else { return nil }
        let isRequired = fields["required"].flatMap { reading.flag($0, "required") } ?? false
        guard let node = fields.required("type", hint: "type: integer"), let (type, isList) = type(node, of: entry.key)
        else { return nil }
        let allowed = fields["enum"].map { values($0, type, "enum", isList: true) } ?? []
        let defaults = fields["default"].map { values($0, type, "default", isList: isList) } ?? []
        if let node = fields["default"] { checkDefault(node, defaults, allowed, isRequired: isRequired) }
        return Query.Parameter(
            name: entry.key, type: type, isList: isList, isRequired: isRequired, defaults: defaults, allowed: allowed)
    }

    /// A type, or `type[]` for a list.
    private func type(_ node: YAMLNode, of name: String) -> (type: ValueType, isList: Bool)? {
        if let text = node.text, text.hasSuffix("[]"), let type = ValueType(name: String(text.dropLast(2))) {
            return (type, true)
        }
        return TypeReader(reading: reading).type(node, of: "parameter '\(name)'").map { ($0, false) }
    }

    private func values(_ node: YAMLNode, _ type: ValueType, _ what: String, isList: Bool) -> [StoredValue] {
        guard isList else { return value(node, type, what).map { [$0] } ?? [] }
        guard let elements = node.elements, !elements.isEmpty else {
            let found = node.elements == nil ? Wording.found(node) : "an empty one"
            reading.fault(
                .badValue, at: node.place, "\(what) is a list of values here, found \(found)", hint: "\(what): [a, b]")
            return []
        }
        return elements.compactMap { value($0, type, "a value of \(what)") }
    }

    /// A value as a request would write it (R10).
    private func value(_ node: YAMLNode, _ type: ValueType, _ what: String) -> StoredValue? {
        if let text = node.text, !node.isNull, let value = ParameterValue.read(text, as: type) { return value }
        reading.fault(
            .badValue, at: node.place, "\(what) is of type \(type.name), found \(Wording.found(node))",
            hint: ParameterValue.example(of: type))
        return nil
    }

    private func checkDefault(
        _ node: YAMLNode, _ defaults: [StoredValue], _ allowed: [StoredValue], isRequired: Bool
    ) {
        if isRequired {
            reading.fault(
                .badValue, at: node.place, "a required parameter has no default", hint: "remove one of the two")
        }
        if !allowed.isEmpty, !defaults.allSatisfy(allowed.contains) {
            reading.fault(
                .badValue, at: node.place, "default is none of the values of enum", hint: "add it to enum")
        }
    }
}
