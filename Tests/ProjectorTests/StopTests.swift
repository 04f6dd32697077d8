// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import KafkaClient
import Projector
import ReadModel
import Testing

/// What stops a projection, and what it then shows.
@Suite(.serialized) struct StopTests {
    @Test func `too many bad records stop their projection exactly before the last, and others go on`() throws {
        let station = try Station()
        try station.sendClicks(5)
        try station.start(Definitions.replica, Definitions.clicks("other").replacing("integer($.n)", with: "1"))
        try station.waitUntilDone([5])
        for number in 0..<12 { try station.send("bad\(number)", #"{"n":1.5}"#) }
        try station.producer.flush(timeoutMs: 20_000)
        for _ in 0..<2 {
            let cause = try station.stopCause()
            #expect(cause.code == .tooManyHeld)
            #expect(cause.place == "orders/0@15")
            #expect(
                cause.message
                    == "11 of the last 1000 records failed, the last one here for bad-value: $.n: found `1.5`, "
                    + "which is no integer")
            #expect(cause.hint.contains("stop_above"))
            #expect(try station.runner().live != nil)
            #expect(try station.number("SELECT next FROM _positions") == 15)
            #expect(try station.number("SELECT count(*) FROM _held") == 10)
            try station.waitUntilDone([17], "other")
            station.stop()
            #expect(station.lines.messages.contains("projection stopped"))
            try station.start(Definitions.replica, Definitions.clicks("other").replacing("integer($.n)", with: "1"))
        }
        station.stop()
    }

    /// Brings a projection to the end of five records, changes its file by SQL, and tells why it stops then.
    private func cause(after sql: String, topics: [String: Int] = ["orders": 1]) throws -> StopCause {
        let station = try Station(topics: topics)
        try station.sendClicks(5)
        try station.start(Definitions.clicks())
        try station.waitUntilDone(topics["orders"] == 1 ? [5] : [5, 0])
        station.stop()
        try station.execute(sql)
        let before = try station.number("SELECT sum(n) FROM clicks")
        try station.start(Definitions.clicks())
        let cause = try station.stopCause()
        station.stop()
        #expect(try station.number("SELECT sum(n) FROM clicks") == before)
        return cause
    }

    @Test("R1: a position past the log's end is ahead-of-log")
    func aheadOfLog() throws {
        let cause = try cause(after: "UPDATE _positions SET next = 9, done = 9")
        #expect(cause.code == .aheadOfLog)
        #expect(cause.place == "orders/0@9")
        #expect(cause.message == "the log ends at 5, but records up to 8 were applied")
    }

    @Test("R2: a log that has another record where a witness was is diverged")
    func diverged() throws {
        let cause = try cause(after: "UPDATE _positions SET last_hash = last_hash + 1")
        #expect(cause.code == .diverged)
        #expect(cause.place == "orders/0@4")
        #expect(cause.hint.contains("projectord rebuild shop --accept-differences"))
    }

    @Test("R2: every witness that the log still has is compared, not the newest alone")
    func olderWitness() throws {
        let cause = try cause(
            after: """
                INSERT OR REPLACE INTO _witnesses (topic, partition, step, "offset", timestamp_ms, hash)
                VALUES ('orders', 0, 3, 1, 7, 7)
                """)
        #expect(cause.code == .diverged)
        #expect(cause.place == "orders/0@1")
    }

    @Test("R3: a topic with fewer partitions than the generation knows is repartitioned")
    func repartitioned() throws {
        let cause = try cause(
            after: """
                INSERT INTO _positions SELECT topic, 1 AS partition, source, first, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                    NULL, NULL, NULL FROM _positions
                """)
        #expect(cause.code == .repartitioned)
        #expect(cause.place == "orders")
        #expect(cause.message == "the topic has 1 partitions, the read model was built from 2")
    }

    @Test("R4: a partition that was added is read from offset 0, after a cut that is a decision")
    func addedPartition() throws {
        let station = try Station(topics: ["orders": 2])
        try station.sendClicks(5)
        try station.start(Definitions.clicks())
        try station.waitUntilDone([5, 0])
        station.stop()
        try station.execute("DELETE FROM _positions WHERE partition = 1")
        try station.sendClicks(3, partition: 1)
        try station.sendClicks(2)
        try station.start(Definitions.clicks())
        try station.waitUntilDone([7, 3])
        #expect(try station.number("SELECT sum(n) FROM clicks") == 10)
        #expect(try station.runner().decisions?.all == [.cut(topic: "orders", ends: [0: 7])])
        #expect(station.lines.messages.contains("partitions were added: a cut is taken"))
        station.stop()
        try station.start(Definitions.clicks())
        try station.waitUntilDone([7, 3])
        #expect(try station.runner().decisions?.all.count == 1)
        station.stop()
    }

    @Test("R4: a row moves to an added partition as soon as the cut is taken")
    func movedRow() throws {
        let station = try Station(topics: ["orders": 2])
        try station.sendClicks(5)
        try station.start(Definitions.clicks())
        try station.waitUntilDone([5, 0])
        station.stop()
        try station.execute("DELETE FROM _positions WHERE partition = 1")
        for _ in 0..<3 { try station.send("k0-1", #"{"n":1}"#, partition: 1) }
        try station.producer.flush(timeoutMs: 20_000)
        try station.start(Definitions.clicks())
        try station.waitUntilDone([5, 3])
        #expect(try station.number("SELECT count(*) FROM _held") == 0)
        #expect(try station.number("SELECT n FROM clicks WHERE id = 'k0-1'") == 4)
        station.stop()
    }

    @Test("a wrong cluster is said to be that where the topic is not there either")
    func otherClusterWithoutTopic() throws {
        let station = try Station.afterClicks(5)
        let other = try Station(topics: ["payments": 1])
        try other.start(in: DataFolder(path: station.path), Definitions.clicks())
        #expect(try other.stopCause().code == .otherCluster)
        other.stop()
    }

    @Test("R4: a build reads the log in the order of its cuts")
    func cutsInBuild() throws {
        let station = try Station(topics: ["orders": 3])
        for partition in Int32(0)..<3 { try station.sendClicks(40, partition: partition) }
        let folder = try DataFolder(path: station.path)
        let decisions = try DecisionLog(path: folder.decisionsPath("shop"))
        try decisions.add(.cut(topic: "orders", ends: [0: 10]))
        try decisions.add(.cut(topic: "orders", ends: [0: 20, 1: 15]))
        try station.start(in: folder, Definitions.clicks())
        try station.waitUntilDone([40, 40, 40])
        #expect(try station.number("SELECT sum(n) FROM clicks") == 120)
        station.stop()
    }

    @Test func `brokers of another cluster stop the projection, and the right ones let it go on by itself`() throws {
        let station = try Station.afterClicks(5)
        let note = "SELECT instr(value, 'mockCluster') FROM _meta WHERE name = 'log.cluster'"
        #expect(try station.number(note) == 1)
        try station.execute("UPDATE _meta SET value = 'x' || value WHERE name = 'log.cluster'")
        try station.sendClicks(5)
        try station.start(Definitions.clicks())
        let cause = try station.stopCause()
        #expect(cause.code == .otherCluster)
        #expect(cause.message.contains("xmockCluster"))
        #expect(try station.number("SELECT sum(n) FROM clicks") == 5)
        try station.execute("UPDATE _meta SET value = substr(value, 2) WHERE name = 'log.cluster'")
        try station.waitUntilDone([10])
        #expect(try station.runner().stopCause == nil)
        #expect(station.lines.messages.contains("goes on"))
        station.stop()
    }

    @Test("R1: a log that begins after what was applied is a gap")
    func gap() throws {
        let station = try Station.afterClicks(1)
        // The mock keeps 5 MB a partition, as produced: digits are compressed to about half.
        for _ in 0..<20 {
            let padding = (0..<40_000).map { _ in String(UInt64.random(in: 0 ... .max)) }.joined()
            try station.send("k", #"{"n":1,"padding":"\#(padding)"}"#)
        }
        try station.producer.flush(timeoutMs: 60_000)
        try station.start(Definitions.clicks())
        let cause = try station.stopCause()
        #expect(cause.code == .gap)
        #expect(cause.place == "orders/0@1")
        #expect(try station.number("SELECT sum(n) FROM clicks") == 1)
        station.stop()
    }

    @Test func `a position that another writer moved fences the projection off`() throws {
        let station = try Station()
        try station.sendClicks(5)
        try station.start(Definitions.clicks())
        try station.waitUntilDone([5])
        try station.execute("UPDATE _positions SET done = done + 1")
        try station.sendClicks(5)
        let cause = try station.stopCause()
        #expect(cause.code == .fenced)
        #expect(try station.number("SELECT sum(n) FROM clicks") == 5)
        station.stop()
    }

    @Test func `files that cannot be used are a state, with what to do`() throws {
        let station = try Station()
        try station.start(Definitions.clicks())
        try station.waitUntilDone([0])
        station.stop()
        try station.execute("PRAGMA application_id = 1")
        try station.start(Definitions.clicks())
        let cause = try station.stopCause()
        #expect(cause.code == .storeFailed)
        #expect(!cause.hint.isEmpty)
        #expect(try station.runner().live == nil)
        #expect(try station.runner().status.live == nil)
        station.stop()
    }
}
