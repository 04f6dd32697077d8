// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import Projector
import ReadModel
import Synchronization
import Testing

/// R17, R19: held records, from Kafka to the file.
@Suite(.serialized) struct HeldTests {
    /// An answer that comes on another thread.
    private final class Answer<Value: Sendable>: Sendable {
        private let value = Mutex<Value?>(nil)

        func take(_ new: Value) { value.withLock { $0 = new } }

        func wait(_ what: Comment) throws -> Value {
            eventually(what) { value.withLock { $0 != nil } }
            return try #require(value.withLock { $0 })
        }
    }

    private func retry(_ station: Station, _ aim: HeldTask.Aim) throws -> HeldTask.Result {
        let answer = Answer<Result<HeldTask.Result, HeldRefusal>>()
        try station.runner().retryHeld(aim) { answer.take($0) }
        return try answer.wait("the retry").get()
    }

    private func skip(_ station: Station, _ offset: Int64) throws -> ProjectionRunner.SkipOutcome {
        let answer = Answer<ProjectionRunner.SkipOutcome>()
        let place = LogPlace(topic: "orders", partition: 0, offset: offset)
        try station.runner().skipHeld(place, reason: "a test") { answer.take($0) }
        return try answer.wait("the skip")
    }

    private func held(_ station: Station, generation: Int = 1) throws -> Int64? {
        try station.number("SELECT count(*) FROM _held", generation: generation)
    }

    @Test("R17: a key whose record fails is held with key, value and headers, and other keys go on")
    func holds() throws {
        let station = try Station()
        try station.send("x", #"{"n":1.5}"#)
        try station.send("x", #"{"n":2}"#)
        try station.sendClicks(5)
        try station.start(Definitions.clicks())
        try station.waitUntilDone([7])
        #expect(try station.number("SELECT sum(n) FROM clicks") == 5)
        #expect(try held(station) == 2)
        let file = try #require(try station.runner().heldFile)
        let record = try #require(try HeldReader(file).record(topic: "orders", partition: 0, offset: 0))
        #expect(record.key == Array("x".utf8) && record.value == Array(#"{"n":1.5}"#.utf8))
        #expect(record.timestampMs > 0 && record.fault?.code == .badValue)
        let status = try #require(try station.runner().status.live)
        #expect(status.heldKeys == 1 && status.heldRecords == 2)
        #expect(station.lines.messages.contains("key held"))
        #expect(try retry(station, .retryAll).failedKeys == 1)
        // The held key waits over a restart.
        station.stop()
        try station.send("x", #"{"n":3}"#)
        try station.producer.flush(timeoutMs: 20_000)
        try station.start(Definitions.clicks())
        try station.waitUntilDone([8])
        #expect(try held(station) == 3)
        station.stop()
    }

    @Test("R17: what fails while a cut lets only some partitions be read is held with its bytes, and its key waits")
    func holdsWithinCut() throws {
        let station = try Station(topics: ["orders": 3])
        try station.sendClicks(10)
        // Enough that the second partition is still read when the first waits for it.
        try station.sendClicks(30_000, partition: 1)
        try station.send("x", #"{"n":1.5}"#, partition: 1)
        try station.send("x", #"{"n":2}"#, partition: 1)
        try station.sendClicks(10, partition: 2)
        let folder = try DataFolder(path: station.path)
        let decisions = try DecisionLog(path: folder.decisionsPath("shop"))
        try decisions.add(.cut(topic: "orders", ends: [0: 10, 1: 30_002]))
        try station.start(in: folder, Definitions.clicks())
        try station.waitUntilDone([10, 30_002, 10])
        #expect(try station.number("SELECT sum(n) FROM clicks") == 30_020)
        #expect(try held(station) == 2)
        let file = try #require(try station.runner().heldFile)
        let record = try #require(try HeldReader(file).record(topic: "orders", partition: 1, offset: 30_000))
        #expect(record.key == Array("x".utf8) && record.value == Array(#"{"n":1.5}"#.utf8))
        station.stop()
    }

    @Test("R19: a skip frees its key at once, and a rebuild heeds it")
    func skips() throws {
        let station = try Station()
        try station.send("x", #"{"n":1.5}"#)
        try station.send("x", #"{"n":2}"#)
        try station.start(Definitions.clicks())
        try station.waitUntilDone([2])
        guard case .notHeld = try skip(station, 7) else { return #expect(Bool(false), "nothing is held at 7") }
        guard case .done(let result) = try skip(station, 0) else { return #expect(Bool(false), "it is not done") }
        #expect(result.skipped == 1 && result.applied == 1 && result.freedKeys == 1)
        #expect(try station.number("SELECT n FROM clicks") == 2)
        #expect(try held(station) == 0)
        #expect(try station.runner().skipReason(LogPlace(topic: "orders", partition: 0, offset: 0)) == "a test")
        station.stop()
        try station.start(Definitions.clicks(step: 10))
        try station.waitUntilLive(2)
        #expect(try station.number("SELECT n FROM clicks", generation: 2) == 20)
        #expect(try station.number("SELECT skipped FROM _positions", generation: 2) == 1)
        station.stop()
    }

    @Test("R19: the record at which a projection stopped can be skipped, and it goes on by itself")
    func skipsTheStop() throws {
        let station = try Station()
        for number in 0..<11 { try station.send("bad\(number)", #"{"n":1.5}"#) }
        try station.sendClicks(3)
        try station.start(Definitions.clicks())
        #expect(try station.stopCause().place == "orders/0@10")
        let refused = Answer<Result<HeldTask.Result, HeldRefusal>>()
        try station.runner().retryHeld(.retryAll) { refused.take($0) }
        #expect(throws: HeldRefusal.self) { try refused.wait("the refusal").get() }
        guard case .decided = try skip(station, 10) else { return #expect(Bool(false), "it is not decided") }
        try station.waitUntilDone([14])
        #expect(try station.number("SELECT skipped FROM _positions") == 1)
        #expect(try held(station) == 10)
        station.stop()
    }
}
