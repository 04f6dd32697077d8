// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Builds the nodes of one document from libyaml's events.
struct YAMLComposer {
    /// The keys that stood twice in a mapping; the nodes have the first of each.
    private(set) var repeated: [Diagnostic] = []
    private let source: SourceText
    private let parser: YAMLParser?
    private var depth = 0

    init(_ source: SourceText) {
        self.source = source
        parser = YAMLParser(source.bytes)
    }

    /// Reads the text's one document.
    mutating func document() throws(DiagnosticList) -> YAMLNode {
        _ = try next()
        let start = try next()
        if case .streamEnd = start.event {
            return YAMLNode(.scalar("", .plain), place: source.place(ofByte: 0), offset: 0)
        }
        let root = try node(from: next())
        _ = try next()
        let end = try next()
        guard case .streamEnd = end.event else {
            throw fault(
                .notYAML, at: end, "a second document starts here", hint: "one file is one document: remove ---")
        }
        return root
    }

    private mutating func node(from start: PlacedYAMLEvent) throws(DiagnosticList) -> YAMLNode {
        if start.isTagged { throw fault(.notYAML, at: start, "a tag is not allowed", hint: "remove the !tag") }
        if start.isAnchored { throw anchorFault(start) }
        let offset = source.byte(ofScalar: start.scalar)
        let content: YAMLNode.Content
        switch start.event {
        case .scalar(let text, let style): content = .scalar(text, style)
        case .sequenceStart: content = .sequence(try elements(from: start))
        case .mappingStart: content = .mapping(try entries(from: start))
        default: throw anchorFault(start)
        }
        return YAMLNode(content, place: source.place(ofByte: offset), offset: offset)
    }

    private mutating func elements(from start: PlacedYAMLEvent) throws(DiagnosticList) -> [YAMLNode] {
        try enter(start)
        defer { depth -= 1 }
        var elements: [YAMLNode] = []
        while true {
            let event = try next()
            if case .sequenceEnd = event.event { return elements }
            elements.append(try node(from: event))
        }
    }

    private mutating func entries(from start: PlacedYAMLEvent) throws(DiagnosticList) -> [YAMLNode.Entry] {
        try enter(start)
        defer { depth -= 1 }
        var entries: [YAMLNode.Entry] = []
        var places: [[UInt8]: Place] = [:]
        while true {
            let event = try next()
            if case .mappingEnd = event.event { return entries }
            let key = try node(from: event)
            guard let text = key.text else {
                throw fault(.notYAML, at: event, "a key is a text here, not a list or a mapping", hint: braceHint)
            }
            let value = try node(from: next())
            if let first = places.updateValue(key.place, forKey: Array(text.utf8)) {
                places[Array(text.utf8)] = first
                repeated.append(
                    Diagnostic(
                        .repeatedKey, at: key.place, "\(Wording.quote(text)) stands here already",
                        hint: "the first is at \(first); keep one of the two"))
            } else {
                entries.append(YAMLNode.Entry(key: text, keyPlace: key.place, value: value))
            }
        }
    }

    private var braceHint: String { "a text that starts with { or [ is quoted: \"[a]\"" }

    private mutating func enter(_ start: PlacedYAMLEvent) throws(DiagnosticList) {
        depth += 1
        guard depth <= YAMLReader.depthMax else {
            throw fault(.notYAML, at: start, "nested more than \(YAMLReader.depthMax) deep", hint: nil)
        }
    }

    private func next() throws(DiagnosticList) -> PlacedYAMLEvent {
        guard let parser else {
            throw DiagnosticList([Diagnostic(.notYAML, at: source.place(ofByte: 0), "out of memory")])
        }
        do {
            return try parser.next()
        } catch {
            let offset = error.scalar.map(source.byte(ofScalar:)) ?? error.byte
            throw DiagnosticList(
                repeated + [
                    Diagnostic(
                        .notYAML, at: source.place(ofByte: offset), "not YAML: \(error.problem)\(context(of: error))",
                        hint: YAMLHint.hint(for: error.problem))
                ])
        }
    }

    private func context(of error: YAMLError) -> String {
        guard !error.context.isEmpty else { return "" }
        let place = source.place(ofByte: source.byte(ofScalar: error.contextScalar))
        return " \(error.context) that starts at \(place.line):\(place.column)"
    }

    private func anchorFault(_ event: PlacedYAMLEvent) -> DiagnosticList {
        fault(
            .notYAML, at: event, "anchors and aliases (&name, *name) are not allowed",
            hint: "write the value out; a text that starts with & or * is quoted")
    }

    private func fault(
        _ code: DiagnosticCode, at event: PlacedYAMLEvent, _ message: String, hint: String?
    ) -> DiagnosticList {
        let place = source.place(ofByte: source.byte(ofScalar: event.scalar))
        return DiagnosticList(repeated + [Diagnostic(code, at: place, message, hint: hint)])
    }
}
