// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The values of a mapping whose keys are projectord's own words.
struct MappingFields {
    /// The words of one kind of mapping.
    struct Words {
        /// What the mapping is, as `a table`.
        var what: String
        /// The keys that are built.
        var known: [String]
        /// The keys that are designed and not built yet.
        var later: [String] = []
        /// What to write instead of other keys that are often written.
        var instead: [String: String] = [:]
    }

    /// Whether a key is there that may be why another is missing: one not built yet, or of another language.
    private let isExcused: Bool
    /// The keys that are probably meant by unknown ones.
    private let meant: Set<String>
    private let entries: [String: YAMLNode.Entry]
    private let words: Words
    private let owner: Place
    private let reading: FileReading

    /// Checks the keys of a mapping; nil, with a fault, if the node is none.
    ///
    /// - Parameter owner: Where a missing key is told.
    init?(_ node: YAMLNode, _ words: Words, owner: Place, _ reading: FileReading) {
        guard let entries = node.entries else {
            reading.fault(
                .badValue, at: node.place, "\(words.what) is a mapping, found \(Wording.found(node))",
                hint: "its keys: \(words.known.joined(separator: ", "))")
            return nil
        }
        self.words = words
        self.owner = owner
        self.reading = reading
        self.entries = Dictionary(entries.map { ($0.key, $0) }) { first, _ in first }
        let unknown = entries.filter { !words.known.contains($0.key) }
        isExcused = unknown.contains { words.later.contains($0.key) || words.instead[$0.key] != nil }
        meant = Set(unknown.compactMap { DidYouMean.nearest($0.key, among: words.known) })
        unknown.forEach(refuse)
    }

    /// The value of a key; nil if it is not there.
    subscript(key: String) -> YAMLNode? { entries[key]?.value }

    /// Where a key stands; nil if it does not.
    func place(of key: String) -> Place? { entries[key]?.keyPlace }

    /// The value of a key that must be there; nil, with a fault, if it is not.
    func required(_ key: String, hint: String) -> YAMLNode? {
        if let node = self[key] { return node }
        if !meant.contains(key) { missing("'\(key)'", hint: hint) }
        return nil
    }

    /// Notes that something is missing.
    func missing(_ what: String, hint: String) {
        if !isExcused { reading.fault(.missingKey, at: owner, "\(words.what) needs \(what)", hint: hint) }
    }

    private func refuse(_ entry: YAMLNode.Entry) {
        if words.later.contains(entry.key) {
            reading.fault(
                .notSupportedYet, at: entry.keyPlace, "'\(entry.key)' in \(words.what) is not supported yet",
                hint: "remove it")
            return
        }
        reading.fault(
            .unknownKey, at: entry.keyPlace, "unknown key \(Wording.quote(entry.key)) in \(words.what)",
            hint: words.instead[entry.key] ?? DidYouMean.hint(entry.key, among: words.known))
    }
}
