// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// Reads `sources:`.
struct SourceReader {
    /// A source as far as it could be read.
    struct Draft {
        /// Its name.
        var name: String
        /// Whether it says where the event type is found.
        var hasType: Bool
        /// The source; nil if it has a fault.
        var source: Source?
    }

    private static let words = MappingFields.Words(
        what: "a source", known: ["topic", "format", "type", "time"],
        later: ["id", "upcast", "repeats", "cuts", "held", "decimals", "times", "compacted"],
        instead: ["topics": "a source is one topic: topic: orders.events"])
    private static let laterFormats = ["debezium", "cloudevents", "avro", "debezium-avro"]
    /// Kafka's own limit.
    private static let topicBytesMax = 249

    let reading: FileReading

    /// Reads all sources.
    func read(_ node: YAMLNode) -> [Draft] {
        let hint = "sources: {orders: {topic: orders.events, type: header:eventType}}"
        guard let entries = reading.entries(node, "sources", hint: hint) else { return [] }
        var topics = NameSet(ignoresCase: false)
        return entries.map { read($0, &topics) }
    }

    private func read(_ entry: YAMLNode.Entry, _ topics: inout NameSet) -> Draft {
        var draft = Draft(name: entry.key, hasType: entry.value["type"] != nil)
        _ = NameRule.source.check(entry.key, at: entry.keyPlace, reading)
        guard let fields = MappingFields(entry.value, Self.words, owner: entry.keyPlace, reading) else { return draft }
        if let format = fields["format"] { checkFormat(format) }
        let type = fields["type"].flatMap { selector($0, "type", example: "header:eventType") }
        let time = fields["time"].flatMap { selector($0, "time", example: "$.occurred_at") }
        guard let node = fields.required("topic", hint: "topic: orders.events"), let topic = topic(node),
            topics.add(topic, "a source of topic", at: node.place, reading)
        else { return draft }
        draft.source = Source(name: entry.key, topic: topic, type: type, time: time)
        return draft
    }

    private func topic(_ node: YAMLNode) -> String? {
        guard let topic = reading.text(node, "topic") else { return nil }
        let isAllowed = topic.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || [UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-")].contains(byte)
        }
        if isAllowed, topic.utf8.count <= Self.topicBytesMax, topic != ".", topic != ".." { return topic }
        reading.fault(
            .badValue, at: node.place, "\(Wording.quote(topic)) is no name of a Kafka topic",
            hint: "allowed: letters, digits, . _ and -, at most \(Self.topicBytesMax)")
        return nil
    }

    private func checkFormat(_ node: YAMLNode) {
        guard let format = reading.text(node, "format"), Source.Format(rawValue: format) == nil else { return }
        if Self.laterFormats.contains(format) {
            reading.fault(
                .notSupportedYet, at: node.place, "format '\(format)' is not supported yet", hint: "supported: json")
            return
        }
        let known = Source.Format.allCases.map(\.rawValue)
        reading.fault(
            .badValue, at: node.place, "unknown format \(Wording.quote(format))",
            hint: DidYouMean.hint(format, among: known + Self.laterFormats))
    }

    /// Reads `header:name` or `$.path` (R39).
    private func selector(_ node: YAMLNode, _ what: String, example: String) -> Source.Selector? {
        guard let text = reading.text(node, what, hint: "\(what): \(example)") else { return nil }
        guard text.hasPrefix("$") || text.hasPrefix("header:") else {
            reading.fault(
                .badPath, at: node.place, "\(what) is header:name or $.path, found \(Wording.quote(text))",
                hint: "\(what): \(example)")
            return nil
        }
        let reference: EventReference
        do {
            reference = try EventReference(selector: text)
        } catch {
            reading.fault(.badPath, at: reading.place(of: error.offset, in: node), error.message, hint: error.hint)
            return nil
        }
        switch reference.kind {
        case .header(let name): return .header(name)
        case .body(let path) where !path.steps.isEmpty: return .body(path)
        case .each, .index, .source:
            reading.fault(
                .notSupportedYet, at: node.place, "\(reference) is not supported yet", hint: "\(what): \(example)")
        default:
            reading.fault(
                .badPath, at: node.place, "\(what) is found in a header or a field of the body, not in \(reference)",
                hint: "\(what): \(example)")
        }
        return nil
    }
}
