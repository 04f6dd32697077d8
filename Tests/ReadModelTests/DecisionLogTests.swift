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

    @Test("R31: one pin is set at a time, durably, and ends")
    func pin() throws {
        let folder = try TemporaryFolder()
        let log = try DecisionLog(path: folder.path + "/shop.decisions")
        #expect(log.pin == nil)
        try log.add(Self.decisions[1])
        try log.setPin((definition: 0xfe00_0000_0000_0001, generation: 3))
        try log.setPin((definition: .max, generation: 4))
        try log.add(Self.decisions[2])
        let again = try DecisionLog(path: log.path)
        #expect(again.all == [Self.decisions[1], .pin(definition: .max, generation: 4), Self.decisions[2]])
        #expect(again.pin.map { $0 == (.max, 4) } == true)
        try again.setPin(nil)
        try again.setPin(nil)
        #expect(try DecisionLog(path: log.path).all == Array(Self.decisions[1...2]))
    }

    @Test("R19: as many decisions as there may be are read, also when their file is large")
    func many() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/shop.decisions"
        let text = (0..<5_000).map { "skip orders.events 3 \($0) fe a typo\n" }.joined()
        try DurableFile.replace(path, with: text)
        #expect(try DecisionLog(path: path).count == 5_000)
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
