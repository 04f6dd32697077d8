// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A way into a JSON document, such as `a.b[0]`; empty for the whole document.
///
/// Two paths are one when their steps are the same bytes: `é` and `e` with a combining accent are different fields.
public struct EventPath: Sendable {
    /// One step of a path.
    public enum Step: Sendable {
        /// Into the field of an object.
        case field(String)
        /// Into the element of an array, from 0.
        case element(Int)
    }

    /// The highest index of an element; the decoder holds it in 32 bits.
    public static let elementMax = 1_000_000_000

    /// The steps from the document's root.
    public var steps: [Step]

    /// Makes a path of `steps`.
    public init(_ steps: [Step] = []) {
        self.steps = steps
    }

    /// Reads a field of the body as a projection file writes it: `$.a.b`, `$."a.b"`, `$.a[0]`.
    ///
    /// - Throws: What is wrong, with its place counted from the start of `text`.
    public init(parsing text: String) throws(EventReferenceError) {
        guard case .body(let path) = try EventReference(selector: text).kind else {
            throw EventReferenceError(
                message: "found \(text), which is no field of the event", offset: 0, hint: "$.field")
        }
        self = path
    }

    /// Whether a bare name may hold a byte of UTF-8.
    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x80...: true
        default: false
        }
    }
}

extension EventPath.Step: Hashable {
    /// Whether two steps are the same, names compared as bytes.
    public static func == (one: EventPath.Step, other: EventPath.Step) -> Bool {
        switch (one, other) {
        case (.field(let name), .field(let otherName)): name.utf8.elementsEqual(otherName.utf8)
        case (.element(let index), .element(let otherIndex)): index == otherIndex
        default: false
        }
    }

    /// Feeds the step's bytes to `hasher`.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .field(let name):
            hasher.combine(name.utf8.count)
            for byte in name.utf8 { hasher.combine(byte) }
        case .element(let index): hasher.combine(-1 - index)
        }
    }
}

extension EventPath: Hashable {}

extension EventPath: CustomStringConvertible {
    /// The steps as a projection file writes them after `$`: `.a."x y"[0]`.
    public var description: String {
        steps.map { step in
            switch step {
            case .field(let name): "." + EventPath.quoted(name)
            case .element(let index): "[\(index)]"
            }
        }.joined()
    }

    private static func quoted(_ name: String) -> String {
        let startsWithDigit = name.utf8.first.map { (0x30...0x39).contains($0) } ?? true
        if !startsWithDigit, name.utf8.allSatisfy(isNameByte) { return name }
        return "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
