// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// One node of a YAML document and where it stands.
public struct YAMLNode: Hashable, Sendable {
    /// What a node is.
    public enum Content: Hashable, Sendable {
        /// A text; YAML's numbers, booleans and null are texts here too.
        case scalar(String, Style)
        /// A list.
        case sequence([YAMLNode])
        /// Keys with their values, in the order of the file, each key once.
        case mapping([Entry])
    }

    /// How a scalar is written.
    public enum Style: Hashable, Sendable {
        /// Without quotes.
        case plain
        /// In `'…'`.
        case singleQuoted
        /// In `"…"`.
        case doubleQuoted
        /// After `|`, line by line.
        case literal
        /// After `>`, folded.
        case folded
    }

    /// A key of a mapping with its value.
    public struct Entry: Hashable, Sendable {
        /// The key's text.
        public var key: String
        /// Where the key stands.
        public var keyPlace: Place
        /// The value.
        public var value: YAMLNode

        /// Makes an entry.
        public init(key: String, keyPlace: Place, value: YAMLNode) {
            self.key = key
            self.keyPlace = keyPlace
            self.value = value
        }
    }

    /// What it is.
    public var content: Content
    /// Where its first character stands, quotes and the marks of a block included.
    public var place: Place
    /// The same as an offset into the text, in bytes.
    let offset: Int

    init(_ content: Content, place: Place, offset: Int) {
        self.content = content
        self.place = place
        self.offset = offset
    }
}

extension YAMLNode {
    /// The text of a scalar; nil for lists and mappings.
    public var text: String? {
        guard case .scalar(let text, _) = content else { return nil }
        return text
    }

    /// The entries of a mapping; nil for lists and scalars.
    public var entries: [Entry]? {
        guard case .mapping(let entries) = content else { return nil }
        return entries
    }

    /// The elements of a list; nil for mappings and scalars.
    public var elements: [YAMLNode]? {
        guard case .sequence(let elements) = content else { return nil }
        return elements
    }

    /// Whether nothing is written here, or YAML's `null` or `~`.
    public var isNull: Bool {
        guard case .scalar(let text, .plain) = content else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// The value of a key of a mapping; nil if there is none, or this is no mapping.
    public subscript(key: String) -> YAMLNode? {
        entries?.first { $0.key == key }?.value
    }
}
