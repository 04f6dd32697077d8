// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import SQLite
import Testing

@testable import ReadModel

@Suite struct DecisionLogTests {
    private static let decisions: [Decision] = [
        .skip(topic: "orders.events", partition: 3, offset: 17, hash: 0xfe00_0000_0000_0001, reason: "a typo,  twice"),
        .cut(topic: "orders.events", ends: [0: 1_234, 1: 0]),
        .acceptedDifferences(generation: 4, reason: ""),
        .allowedSmaller(generation: 4, reason: "much-smaller: few rows"),
    ]

    @Test("R19: a decision is durable when it was added, and read again in its order")
    func survives() throws {
        let folder = try TemporaryFolder()
        let log = try DecisionLog(path: folder.path + "/shop.decisions")
        #expect(log.all.isEmpty)
        for decision in Self.decisions { try log.add(decision) }
        try log.add(Self.decisions[0])
        #expect(try DecisionLog(path: log.path).all == Self.decisions)
        #expect(log.cuts(of: "orders.events") == [[0: 1_234, 1: 0]])
        #expect(log.cuts(of: "orders") == [])
    }

    @Test("a line that is no decision is refused, with its place")
    func refusesDamage() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/shop.decisions"
        try DurableFile.replace(path, with: "cut orders.events 0:5\nskip orders.events 3\n")
        let error = #expect(throws: ReadModelError.self) { try DecisionLog(path: path) }
        #expect(error?.message.contains("shop.decisions:2") == true)
    }
}
