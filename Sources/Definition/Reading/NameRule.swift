// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Which names a projection file may give (R38).
enum NameRule: String {
    case projection
    case source
    case table
    case view
    case column
    case query
    case parameter

    /// The longest name, in bytes: a projection's is part of file names, which end at 255.
    static let bytesMax = 100

    /// Notes what is wrong with a name; true if nothing is.
    func check(_ name: String, at place: Place, _ reading: FileReading) -> Bool {
        guard let problem = problem(name) else { return true }
        reading.fault(
            .badName, at: place, "\(rawValue) name \(Wording.quote(name)) \(problem)", hint: "allowed: \(allowed)")
        return false
    }

    private var allowed: String {
        switch self {
        case .projection: "a small letter, then small letters, digits, _ and -"
        case .query: "a letter, then letters, digits, _ . and -"
        default: "a letter, then letters, digits and _"
        }
    }

    /// What is wrong with a name; nil if nothing is.
    func problem(_ name: String) -> String? {
        let bytes = Array(name.utf8)
        if bytes.isEmpty { return "is empty" }
        if bytes.count > Self.bytesMax { return "is longer than \(Self.bytesMax) bytes" }
        if let problem = reserved(name.lowercased()) { return problem }
        guard isLetter(bytes[0]) else {
            return "does not start with \(self == .projection ? "a small letter" : "a letter")"
        }
        guard let index = bytes.firstIndex(where: { !isAllowed($0) }) else { return nil }
        let character = String(decoding: bytes[index...], as: UTF8.self).prefix(1)
        return "holds '\(Wording.printable(character))'"
    }

    /// What makes a name ours, in the names that stand in the read model's file.
    private func reserved(_ name: String) -> String? {
        if name.hasPrefix("_") { return "starts with _, which is ours" }
        guard self == .table || self == .view || self == .column || self == .source else { return nil }
        if name.contains("__") { return "holds __, which is ours" }
        if name.hasSuffix("_history") { return "ends in _history, which is ours" }
        return (self == .table || self == .view) && name.hasPrefix("sqlite_")
            ? "starts with sqlite_, which is SQLite's" : nil
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || self != .projection && (0x41...0x5A).contains(byte)
    }

    private func isAllowed(_ byte: UInt8) -> Bool {
        if isLetter(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_") { return true }
        switch self {
        case .projection: return byte == UInt8(ascii: "-")
        case .query: return byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
        default: return false
        }
    }
}
