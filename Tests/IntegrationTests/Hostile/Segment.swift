// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

/// The log of a partition as a file of a broker that is stopped, in which batches can be spoilt.
struct Segment {
    /// What a batch's data becomes.
    enum Fault: CaseIterable {
        /// One bit of it is another, and its checksum tells.
        case bitFlipped
        /// It is of a version that nobody has, which no checksum covers.
        case version
        /// It is nothing but zeros or ones, and its checksum is right.
        case zeros, ones
    }

    // Where a batch of version 2 has what, in bytes.
    private static let lengthAt = 8
    private static let dataLengthFrom = 12
    private static let versionAt = 16
    private static let checksumAt = 17
    private static let checkedFrom = 21
    private static let recordsAt = 61

    private let path: String
    private var bytes: [UInt8]

    init(_ path: String) throws {
        self.path = path
        bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    }

    func write() throws { try Data(bytes).write(to: URL(filePath: path)) }

    /// Spoils the batch that begins at an offset.
    mutating func spoil(_ offset: Int64, _ fault: Fault) throws {
        var start = 0
        while start + Self.recordsAt < bytes.count {
            let end = start + Self.dataLengthFrom + Int(number(at: start + Self.lengthAt, count: 4))
            if number(at: start, count: 8) == offset {
                return spoil(start..<end, fault)
            }
            start = end
        }
        throw TestFailure("\(path) has no batch that begins at \(offset)")
    }

    private mutating func spoil(_ batch: Range<Int>, _ fault: Fault) {
        let data = (batch.lowerBound + Self.recordsAt)..<batch.upperBound
        switch fault {
        case .bitFlipped: return bytes[(data.lowerBound + data.upperBound) / 2] ^= 0x10
        case .version: return bytes[batch.lowerBound + Self.versionAt] = 9
        case .zeros: for place in data { bytes[place] = 0 }
        case .ones: for place in data { bytes[place] = 0xff }
        }
        let sum = Self.checksum(of: bytes[(batch.lowerBound + Self.checkedFrom)..<batch.upperBound])
        for place in 0..<4 {
            bytes[batch.lowerBound + Self.checksumAt + place] = UInt8(truncatingIfNeeded: sum >> (24 - 8 * place))
        }
    }

    private func number(at place: Int, count: Int) -> Int64 {
        bytes[place..<(place + count)].reduce(0) { $0 << 8 | Int64($1) }
    }

    /// CRC-32C.
    private static func checksum(of bytes: ArraySlice<UInt8>) -> UInt32 {
        ~bytes.reduce(~0) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1 == 1 ? 0x82f6_3b78 : 0) }
        }
    }
}
