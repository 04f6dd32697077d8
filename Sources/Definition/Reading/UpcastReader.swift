// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// Reads a source's `upcast:`, by event type what its older events are read as.
struct UpcastReader {
    /// The most steps of one event type; what a type went through in ten years has fewer.
    static let stepsMax = 32

    private static let words = MappingFields.Words(
        what: "a step", known: ["rename", "move", "default", "drop"],
        instead: ["set": "default: {$.currency: EUR}", "remove": "drop: $.path", "delete": "drop: $.path"])
    private static let example = "upcast: {OrderPlaced: [{rename: {$.cust: $.customer}}, {default: {$.currency: EUR}}]}"

    let reading: FileReading
    /// Whether the source says where the event type is found.
    let hasType: Bool

    /// Reads the upcasts, without the steps that have faults.
    func read(_ node: YAMLNode) -> [Upcast] {
        (reading.entries(node, "upcast", hint: Self.example) ?? []).map { entry in
            if entry.key != "*", !hasType {
                reading.fault(
                    .badValue, at: entry.keyPlace,
                    "the source has no type:, so no event is a \(Wording.quote(entry.key))",
                    hint: "upcast all of its events: \"*\"")
            }
            return Upcast(eventType: entry.key == "*" ? nil : entry.key, steps: steps(entry))
        }
    }

    private func steps(_ entry: YAMLNode.Entry) -> [Upcast.Step] {
        guard let elements = entry.value.elements, !elements.isEmpty else {
            let found = entry.value.elements == nil ? Wording.found(entry.value) : "an empty one"
            reading.fault(
                .badValue, at: entry.value.place, "the upcast of a type is a list of steps, found \(found)",
                hint: Self.example)
            return []
        }
        let steps = elements.flatMap(step)
        if steps.count > Self.stepsMax {
            reading.fault(
                .badValue, at: entry.keyPlace, "an upcast of \(steps.count) steps; at most \(Self.stepsMax) are read",
                hint: "rename from the oldest name to the newest at once, or give the new events a new type")
        }
        return steps
    }

    /// The steps of one mapping, which has one word; the word may say several.
    private func step(_ node: YAMLNode) -> [Upcast.Step] {
        guard let fields = MappingFields(node, Self.words, owner: node.place, reading) else { return [] }
        let given = Self.words.known.filter { fields[$0] != nil }
        guard given.count <= 1 else {
            reading.fault(
                .badValue, at: node.place, "a step is one of its words, found \(given.joined(separator: " and "))",
                hint: "steps go one after the other: [{rename: {$.a: $.b}}, {drop: $.c}]")
            return []
        }
        guard let word = given.first, let value = fields[word] else {
            // Any other word is told already.
            guard node.entries?.isEmpty == true else { return [] }
            fields.missing("one of \(Wording.choice(Self.words.known))", hint: Self.example)
            return []
        }
        switch word {
        case "default": return defaults(value)
        case "drop": return drops(value)
        default: return renames(value, word)
        }
    }

    private func renames(_ node: YAMLNode, _ word: String) -> [Upcast.Step] {
        let example = "{$.cust: $.customer}"
        return (reading.entries(node, word, hint: "\(word): \(example), the old place first") ?? []).compactMap {
            let from = reading.path(ofKey: $0, word, example: example)
            guard let to = reading.path($0.value, word, example: example), let from else { return nil }
            guard !from.isAtOrInside(to), !to.isAtOrInside(from) else {
                reading.fault(
                    .badPath, at: $0.value.place, "$\(to) and $\(from) are one within the other",
                    hint: "read each field at its new place: \(word): {$\(from).name: $.name}")
                return nil
            }
            return .rename(from: from, to: to)
        }
    }

    private func defaults(_ node: YAMLNode) -> [Upcast.Step] {
        let example = "{$.currency: EUR}"
        return (reading.entries(node, "default", hint: "default: \(example)") ?? []).compactMap {
            let path = reading.path(ofKey: $0, "default", example: example)
            guard let json = json($0.value), let path else { return nil }
            return .defaulting(path, json: json)
        }
    }

    private func drops(_ node: YAMLNode) -> [Upcast.Step] {
        reading.texts(node, "drop", hint: "drop: $.path").compactMap {
            reading.path($0, "drop", example: "$.path").map { .drop($0) }
        }
    }

    /// A scalar as JSON: plain numbers, booleans and null are JSON's, all else is a text.
    private func json(_ node: YAMLNode) -> String? {
        guard case .scalar(let text, let style) = node.content, !(style == .plain && text.isEmpty) else {
            reading.fault(
                .badValue, at: node.place,
                "a default is a number, a text, true, false or null, found "
                    + Wording.found(node), hint: "default each field alone: {$.price.amount: 0}")
            return nil
        }
        guard style == .plain else { return JSONText.string(text) }
        if node.isNull { return "null" }
        if ["true", "false"].contains(text.lowercased()) { return text.lowercased() }
        if JSONText.isNumber(text) { return text }
        // YAML reads more as numbers than JSON does, such as 007 and .5.
        guard Double(text) == nil else {
            reading.fault(
                .badValue, at: node.place, "\(Wording.quote(text)) is no number of JSON",
                hint: "write it as JSON does, 0.5, or in quotes if it is a text")
            return nil
        }
        return JSONText.string(text)
    }
}
