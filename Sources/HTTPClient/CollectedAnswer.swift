// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What has come of an answer so far; used by the thread of its transfer alone.
final class CollectedAnswer {
    private(set) var headers: [String: String] = [:]
    private(set) var body: [UInt8] = []
    private(set) var isTooLarge = false
    private var bytesLeft: Int

    init(bytesMax: Int) { bytesLeft = bytesMax }

    /// Takes a line of the head or, after chunks, of the trailer; false if it is too much.
    func take(line: String) -> Bool {
        guard hasRoom(for: line.utf8.count) else { return false }
        // A head of its own may come before the answer's: 100 Continue.
        if line.hasPrefix("HTTP/") { headers = [:] }
        guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { return true }
        let value = String(Self.trimmed(line[colon...].dropFirst()))
        headers.merge([line[..<colon].lowercased(): value]) { "\($0), \($1)" }
        return true
    }

    /// Takes a piece of the body; false if it is too much.
    func take(piece: some Collection<UInt8>) -> Bool {
        guard hasRoom(for: piece.count) else { return false }
        body.append(contentsOf: piece)
        return true
    }

    private func hasRoom(for count: Int) -> Bool {
        isTooLarge = isTooLarge || count > bytesLeft
        bytesLeft -= count
        return !isTooLarge
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let start = text.drop { $0.isWhitespace }
        return start.lastIndex { !$0.isWhitespace }.map { start[...$0] } ?? ""
    }
}
