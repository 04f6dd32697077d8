// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Projector
internal import ReadModel

/// Freshness tokens as text: `topic/partition@offset`, joined by commas (R33).
enum TokenText {
    /// The most places of one token; a projection with more partitions asks for them by `_position`.
    private static let placesMax = 1_000

    /// A text that is no token, with why.
    struct Fault: Error {
        var detail: String
    }

    /// The places that a token names, the highest offset of each partition alone.
    static func places(_ text: String) throws(Fault) -> [LogPlace] {
        var places: [LogPlace] = []
        for part in text.utf8.split(separator: UInt8(ascii: ",")) {
            let piece = String(part)?.trimmingSpaces() ?? ""
            if piece.isEmpty { continue }
            let place = try place(piece)
            if let known = places.firstIndex(where: { $0.topic == place.topic && $0.partition == place.partition }) {
                places[known].offset = max(places[known].offset, place.offset)
            } else {
                guard places.count < placesMax else { throw Fault(detail: "a token names at most \(placesMax) places") }
                places.append(place)
            }
        }
        return places
    }

    private static func place(_ piece: String) throws(Fault) -> LogPlace {
        if piece == "see-position" { throw Fault(detail: "see-position is no token: take it from _position") }
        let at = piece.lastIndex(of: "@")
        let slash = at.flatMap { piece[..<$0].lastIndex(of: "/") }
        guard let at, let slash, let partition = Int32(digits: piece[piece.index(after: slash)..<at]),
            let offset = Int64(digits: piece[piece.index(after: at)...]), isTopic(piece[..<slash])
        else { throw Fault(detail: "\"\(piece)\" is not of the form topic/partition@offset") }
        return LogPlace(topic: String(piece[..<slash]), partition: partition, offset: offset)
    }

    /// Whether Kafka allows the name.
    private static func isTopic(_ name: Substring) -> Bool {
        (1...249).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}

extension FixedWidthInteger {
    /// Reads digits and nothing else, not even a sign.
    fileprivate init?(digits: Substring) {
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        self.init(digits)
    }
}

extension String {
    /// The text without the spaces and tabs around it.
    func trimmingSpaces() -> String {
        var rest = self[...]
        while let first = rest.first, first == " " || first == "\t" { rest.removeFirst() }
        while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
        return String(rest)
    }

    /// The text with `%41` read as `A`; nil if a percent sign is not followed by two digits or the result is no UTF-8.
    func percentDecoded() -> String? {
        guard utf8.contains(UInt8(ascii: "%")) else { return self }
        var bytes: [UInt8] = []
        var rest = utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2)
            guard digits.count == 2, digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
                let value = UInt8(Substring(digits), radix: 16)
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
