// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import ReadModel
import Testing

@Suite("Held, many") struct HeldScaleTests {
    private static func residentKB() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
        return try #require(Int(line.filter(\.isNumber)))
    }

    @Test("R17: 100,000 held keys need little memory and a quick start, and leave other keys their pace")
    func many() throws {
        let model = try Model.holding()
        let before = try Self.residentKB()
        for first in stride(from: 0, to: 100_000, by: 1_000) {
            try model.put((first..<first + 1_000).map { Record("k\($0)", #"{"price":"x"}"#, type: "Added") })
            try model.writer.commit()
        }
        #expect(model.writer.heldKeyCount == 100_000)
        let grown = try Self.residentKB() - before
        let clock = ContinuousClock()
        let opening = try clock.measure { try model.reopen() }
        #expect(model.writer.heldKeyCount == 100_000)
        #expect(opening < .seconds(2))
        let good = (0..<20_000).map { Record("g\($0 % 1_000)", #"{"price":1}"#, type: "Added") }
        let beside = try clock.measure { try model.put(good) }
        let alone = try Model.holding()
        let free = try clock.measure { try alone.put(good) }
        print("100,000 held: +\(grown) KB, opened in \(opening), 20,000 others in \(beside), alone in \(free)")
        // SQLite's page cache has 32 MB of its own.
        #expect(grown < 80_000)
        #expect(beside < free * 4)
    }
}
