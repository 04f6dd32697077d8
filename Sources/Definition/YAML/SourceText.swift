// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A file's text, and how places in it are counted.
struct SourceText: Sendable {
    private struct LineStart: Sendable {
        var byte: Int
        var scalar: Int
    }

    /// The file's path.
    let file: String
    /// The text as UTF-8, without a byte order mark.
    let bytes: [UInt8]
    private let lines: [LineStart]

    init(_ text: String, file: String) {
        self.file = file
        var bytes = Array(text.utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        self.bytes = bytes
        lines = Self.lineStarts(bytes)
    }

    private static func lineStarts(_ bytes: [UInt8]) -> [LineStart] {
        var lines = [LineStart(byte: 0, scalar: 0)]
        var scalars = 0
        for (index, byte) in bytes.enumerated() {
            if !UTF8.isContinuation(byte) { scalars += 1 }
            let isBreak = byte == .newline || byte == .return && !(bytes[(index + 1)...].first == .newline)
            if isBreak { lines.append(LineStart(byte: index + 1, scalar: scalars)) }
        }
        return lines
    }

    /// The place of a byte; of the text's end for a larger offset.
    func place(ofByte offset: Int) -> Place {
        let offset = min(max(offset, 0), bytes.count)
        let line = index { $0.byte <= offset }
        return Place(file: file, line: line + 1, column: offset - lines[line].byte + 1)
    }

    /// The offset in bytes of a Unicode scalar, by which libyaml counts.
    func byte(ofScalar scalar: Int) -> Int {
        let line = lines[index { $0.scalar <= scalar }]
        var offset = line.byte
        var left = scalar - line.scalar
        while left > 0, offset < bytes.count {
            offset += 1
            while offset < bytes.count, UTF8.isContinuation(bytes[offset]) { offset += 1 }
            left -= 1
        }
        return offset
    }

    /// The text of a line, counted from 1, without its line break; nil if there is no such line.
    func line(_ number: Int) -> String? {
        guard lines.indices.contains(number - 1) else { return nil }
        let end = number < lines.count ? lines[number].byte : bytes.count
        let content = bytes[lines[number - 1].byte..<end]
        let text = content.prefix { $0 != .newline && $0 != .return }
        return String(decoding: text, as: UTF8.self)
    }

    /// The last line for which `holds` is true; it is for the first.
    private func index(where holds: (LineStart) -> Bool) -> Int {
        var low = 0
        var high = lines.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if holds(lines[middle]) { low = middle } else { high = middle }
        }
        return low
    }
}

extension UInt8 {
    static let newline = UInt8(ascii: "\n")
    static let `return` = UInt8(ascii: "\r")

    /// Whether it is a space, a tab or a line break.
    var isYAMLSpace: Bool {
        self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") || self == .newline || self == .return
    }
}
