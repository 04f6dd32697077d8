// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A reference to a part of an event, as a projection file writes it: `$.a.b`, `$key.id`, `$header."ce-type"`.
///
/// A bare name is letters, digits, `_` and anything beyond ASCII, and starts with no digit; any other name stands in
/// double quotes, in which `""` is a quote. Array elements are `[0]`, counted from 0. `$` alone is the whole body.
public struct EventReference: Hashable, Sendable {
    /// The part that is meant.
    public enum Kind: Hashable, Sendable {
        /// A field of the body: `$.a.b`, or `$` for all of it.
        case body(EventPath)
        /// The record's key: `$key`, or a field of it: `$key.a`.
        case key(EventPath)
        /// A header's value: `$header.name`.
        case header(String)
        /// The event's type: `$type`.
        case type
        /// The event's time: `$time`.
        case time
        /// The record's offset: `$offset`.
        case offset
        /// The element that an `each` is at: `$each`, or a field of it: `$each.a`.
        case each(EventPath)
        /// The index of that element: `$index`.
        case index
        /// A field of a change's source block: `$source.name`.
        case source(EventPath)
    }

    /// The part that is meant.
    public var kind: Kind

    /// Makes a reference.
    public init(_ kind: Kind) {
        self.kind = kind
    }

    /// Reads the reference that `text` starts with.
    ///
    /// - Returns: The reference, and the number of UTF-8 bytes it took.
    /// - Throws: What is wrong, with its place counted from the start of `text`.
    public static func parse(
        _ text: Substring
    ) throws(EventReferenceError) -> (reference: EventReference, length: Int) {
        var parser = EventReferenceParser(text.utf8)
        let kind = try parser.kind()
        return (EventReference(kind), parser.position)
    }

    /// Reads a text that is a reference and nothing else, or the short form `header:name` of a source's selectors.
    ///
    /// - Throws: What is wrong, with its place counted from the start of `text`.
    public init(selector text: String) throws(EventReferenceError) {
        let short = "header:"
        if text.hasPrefix(short) {
            let name = String(text.dropFirst(short.count))
            guard !name.isEmpty else {
                throw EventReferenceError(message: "a header's name is missing", offset: 7, hint: "header:name")
            }
            self.init(.header(name))
            return
        }
        let (reference, length) = try EventReference.parse(Substring(text))
        guard length == text.utf8.count else {
            throw EventReferenceError(
                message: "found more after \(reference)", offset: length,
                hint: "a name with other characters than letters, digits and _ is quoted: $.\"a-b\"")
        }
        self = reference
    }
}

extension EventReference: CustomStringConvertible {
    /// The reference as a projection file writes it.
    public var description: String {
        switch kind {
        case .body(let path): "$\(path)"
        case .key(let path): "$key\(path)"
        case .header(let name): "$header\(EventPath([.field(name)]))"
        case .type: "$type"
        case .time: "$time"
        case .offset: "$offset"
        case .each(let path): "$each\(path)"
        case .index: "$index"
        case .source(let path): "$source\(path)"
        }
    }
}
