// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Reads one `EventReference` from the front of a text.
struct EventReferenceParser {
    private static let forms = "$.field, $key, $type, $time, $offset, $header.name, $each, $index, $source.name"

    /// The number of bytes read.
    private(set) var position = 0
    private let bytes: [UInt8]

    init(_ text: Substring.UTF8View) {
        bytes = Array(text)
    }

    mutating func kind() throws(EventReferenceError) -> EventReference.Kind {
        guard take(UInt8(ascii: "$")) else {
            throw error("an event reference starts with $", hint: Self.forms)
        }
        let start = position
        let word = takeName()
        switch word {
        case "": return .body(try path())
        case "key": return .key(try path())
        case "each": return .each(try path())
        case "source": return .source(try sourcePath())
        case "header": return .header(try headerName())
        case "type": return try alone(.type, word)
        case "time": return try alone(.time, word)
        case "offset": return try alone(.offset, word)
        case "index": return try alone(.index, word)
        default:
            throw error("there is no event reference $\(word)", at: start, hint: hint(forWord: word))
        }
    }

    /// What may be meant by a `$word` that is none: a field of the body whose dot was left out, most often.
    private func hint(forWord word: String) -> String {
        "a field of the event is $.\(word); others are \(Self.forms)"
    }

    /// A reference that has no fields.
    private func alone(
        _ kind: EventReference.Kind, _ word: String
    ) throws(EventReferenceError) -> EventReference.Kind {
        if peek == UInt8(ascii: ".") || peek == UInt8(ascii: "[") {
            throw error("$\(word) has no fields", hint: "$\(word), or a field of the event: $.\(word)")
        }
        return kind
    }

    private mutating func headerName() throws(EventReferenceError) -> String {
        let hint = "$header.name, or $header.\"ce-type\" for a name with other characters"
        guard take(UInt8(ascii: ".")) else { throw error("a header's name is missing", hint: hint) }
        return try name(hint: hint)
    }

    private mutating func sourcePath() throws(EventReferenceError) -> EventPath {
        let path = try path()
        if path.steps.isEmpty { throw error("a field's name is missing", hint: "$source.name") }
        return path
    }

    private mutating func path() throws(EventReferenceError) -> EventPath {
        var steps: [EventPath.Step] = []
        while let next = peek {
            switch next {
            case UInt8(ascii: "."):
                position += 1
                steps.append(.field(try name(hint: "$.field, or $.\"a-b\" for a name with other characters")))
            case UInt8(ascii: "["):
                position += 1
                steps.append(.element(try element()))
            default: return EventPath(steps)
            }
        }
        return EventPath(steps)
    }

    private mutating func element() throws(EventReferenceError) -> Int {
        let start = position
        while let next = peek, (0x30...0x39).contains(next) { position += 1 }
        let digits = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let index = Int(digits), index <= EventPath.elementMax, take(UInt8(ascii: "]")) else {
            throw error(
                "an element's index is a number from 0 to \(EventPath.elementMax) in brackets", at: start,
                hint: "$.items[0] is the first element")
        }
        return index
    }

    /// A field's or header's name, bare or quoted.
    private mutating func name(hint: String) throws(EventReferenceError) -> String {
        if peek == UInt8(ascii: "\"") { return try quotedName(hint: hint) }
        if let first = peek, (0x30...0x39).contains(first) {
            throw error("a bare name starts with no digit", hint: hint)
        }
        let name = takeName()
        if name.isEmpty { throw error("a name is missing", hint: hint) }
        return name
    }

    private mutating func quotedName(hint: String) throws(EventReferenceError) -> String {
        let start = position
        position += 1
        var name: [UInt8] = []
        while let next = peek {
            position += 1
            if next == UInt8(ascii: "\""), !take(UInt8(ascii: "\"")) { return String(decoding: name, as: UTF8.self) }
            name.append(next)
        }
        throw error("a quoted name has no end", at: start, hint: hint)
    }

    private mutating func takeName() -> String {
        let start = position
        while let next = peek, EventPath.isNameByte(next) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private func error(_ message: String, at place: Int? = nil, hint: String) -> EventReferenceError {
        EventReferenceError(message: message, offset: place ?? position, hint: hint)
    }
}
