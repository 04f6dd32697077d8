// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// Reads `sources:`.
struct SourceReader {
    /// A source as far as it could be read.
    struct Draft {
        /// Its name.
        var name: String
        /// Whether records have an event type.
        var hasType: Bool
        /// Its format; nil if that has a fault.
        var format: Source.Format?
        /// The upcasts without faults.
        var upcasts: [Upcast] = []
        /// The source; nil if it has a fault.
        var source: Source?
    }

    /// The words that every source may have.
    private static let common = ["topic", "format", "time", "upcast", "cuts"]
    private static let ofEvents = ["type", "id", "repeats"]
    private static let ofChanges = ["decimals", "times"]
    private static let words = MappingFields.Words(
        what: "a source", known: common + ofEvents + ofChanges, later: ["held", "compacted"],
        instead: ["topics": "a source is one topic: topic: orders.events"])
    private static let laterFormats = ["avro", "debezium-avro"]
    /// Kafka's own limit.
    private static let topicBytesMax = 249
    /// The most of `repeats:`, in offsets: an id is kept for each, and some 100 bytes of it.
    static let repeatsMax = 10_000_000

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
        let format = fields["format"].map(format) ?? .json
        draft.format = format
        if format == .cloudevents { draft.hasType = true }
        if let format { checkWords(fields, format) }
        var source = Source(name: entry.key, topic: "", format: format ?? .json)
        readSelectors(fields, into: &source)
        source.upcasts = fields["upcast"].map(UpcastReader(reading: reading, hasType: draft.hasType).read) ?? []
        source.cuts = fields["cuts"].map(CutReader(reading: reading).read) ?? []
        source.decimals = fields["decimals"].flatMap { word($0, "decimals") }
        source.times = fields["times"].flatMap { word($0, "times") }
        draft.upcasts = source.upcasts
        guard let node = fields.required("topic", hint: "topic: orders.events"), let topic = topic(node),
            topics.add(topic, "a source of topic", at: node.place, reading)
        else { return draft }
        source.topic = topic
        draft.source = source
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

    private func format(_ node: YAMLNode) -> Source.Format? {
        guard let text = reading.text(node, "format") else { return nil }
        if let format = Source.Format(rawValue: text) { return format }
        let known = Source.Format.allCases.map(\.rawValue)
        if Self.laterFormats.contains(text) {
            reading.fault(
                .notSupportedYet, at: node.place, "format '\(text)' is not supported yet",
                hint: "supported: \(known.joined(separator: ", "))")
        } else {
            reading.fault(
                .badValue, at: node.place, "unknown format \(Wording.quote(text))",
                hint: DidYouMean.hint(text, among: known + Self.laterFormats))
        }
        return nil
    }

    /// Refuses the words of events in a source of changes, and the other way round.
    private func checkWords(_ fields: MappingFields, _ format: Source.Format) {
        let isOfChanges = format == .debezium
        for word in isOfChanges ? Self.ofEvents : Self.ofChanges {
            guard let place = fields.place(of: word) else { continue }
            reading.fault(
                .badValue, at: place, "'\(word)' in a source of format \(format.rawValue)",
                hint: isOfChanges
                    ? "a change has no event type and no id; remove it" : "it is for format: debezium; remove it")
        }
        if let place = fields.place(of: "repeats"), fields["id"] == nil, !isOfChanges {
            reading.fault(
                .badValue, at: place, "repeats: without id:", hint: "id: header:id, which is what repeats")
        }
    }

    private func readSelectors(_ fields: MappingFields, into source: inout Source) {
        func selector(_ word: String, _ example: String, isOfChanges: Bool = false) -> Source.Selector? {
            let reader = SelectorReader(reading: reading, what: word, example: example, isOfChanges: isOfChanges)
            return fields[word].flatMap(reader.read)
        }
        source.id = selector("id", "header:id")
        source.repeats =
            fields["repeats"].flatMap { reading.count($0, "repeats", max: Self.repeatsMax) } ?? Source.repeatsDefault
        source.type = selector("type", "header:eventType")
        switch source.format {
        case .json: source.time = selector("time", "$.occurred_at")
        case .cloudevents:
            // Attributes have these names in both modes of the format.
            source.type = source.type ?? .header("ce_type")
            source.time = selector("time", "header:ce_time") ?? .header("ce_time")
        case .debezium:
            let fallback = Source.Selector.source(EventPath([.field(SelectorReader.sourceTimes[0])]))
            source.type = nil
            source.time = selector("time", "$source.ts_ms", isOfChanges: true) ?? fallback
        }
    }

    private func word<Word: RawRepresentable<String> & CaseIterable>(_ node: YAMLNode, _ what: String) -> Word? {
        let known = Word.allCases.map(\.rawValue)
        guard let text = reading.text(node, what, hint: "\(what): \(known.joined(separator: "|"))") else { return nil }
        if let word = Word(rawValue: text) { return word }
        reading.fault(
            .badValue, at: node.place, "\(what) is \(Wording.choice(known)), found \(Wording.quote(text))",
            hint: DidYouMean.hint(text, among: known))
        return nil
    }
}
