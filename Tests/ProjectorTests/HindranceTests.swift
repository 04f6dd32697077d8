// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import KafkaClient
import ReadModel
import Testing

@testable import Projector

/// What keeps a projection from reading on for now, by name.
@Suite struct HindranceTests {
    private let positions = [
        PartitionPosition(topic: "orders", partition: 0, source: 0, first: 0),
        PartitionPosition(topic: "orders", partition: 1, source: 0, first: 0),
    ]

    private func report() -> ReaderReport { ReaderReport(positions, projection: "shop") }

    @Test(
        "refusals of the brokers are states of their own that go on by themselves",
        arguments: [
            (KafkaErrorKind.authorization, StopCause.Code.notAuthorized),
            (.authentication, .notAuthenticated), (.unknownTopicOrPartition, .topicMissing),
        ])
    func refusals(kind: KafkaErrorKind, code: StopCause.Code) throws {
        let cause = try #require(Hindrance.of(KafkaError(kind, message: "no"), at: "orders"))
        #expect(cause.code == code)
        #expect(cause.mending == .hindered)
        #expect(!cause.hint.isEmpty)
        #expect(RunState.hindered(cause).name == code.rawValue)
    }

    @Test("a broker that is away is no such refusal", arguments: [KafkaErrorKind.transport, .timedOut, .other])
    func absence(kind: KafkaErrorKind) {
        #expect(Hindrance.of(KafkaError(kind, message: "no"), at: "orders") == nil)
    }

    @Test("a stop looks again only where the log can become right by itself")
    func mending() {
        let again = StopCause.Code.allCases.filter {
            StopCause($0, at: "", "", hint: "").mending == .lookedAtAgain
        }
        #expect(Set(again) == [.aheadOfLog, .otherCluster])
        for code in [StopCause.Code.gap, .diverged, .compacted, .tombstonesLost, .repartitioned] {
            #expect(StopCause(code, at: "", "", hint: "").mending == .byOperator)
        }
    }

    @Test("five faults at one offset block a partition there, and a record that comes ends it")
    func unreadable() throws {
        let report = report()
        let error = KafkaError(.badData, codeName: "_BAD_COMPRESSION", message: "decompression failed")
        for _ in 0..<4 { report.failed(partition: 1, offset: 7, error) }
        #expect(report.cause == nil)
        report.failed(partition: 1, offset: 8, error)
        #expect(report.cause == nil, "another offset is counted anew")
        for _ in 0..<4 { report.failed(partition: 1, offset: 8, error) }
        let cause = try #require(report.cause)
        #expect(cause.code == .blocked)
        #expect(cause.place == "orders/1@8")
        #expect(cause.hint.contains("projectord rebuild shop --accept-differences"))
        report.passed(partition: 0)
        #expect(report.cause != nil)
        report.passed(partition: 1)
        #expect(report.cause == nil)
    }

    @Test("a partition that may not be read is told at once, with its place")
    func refusedPartition() throws {
        let report = report()
        #expect(!report.isRefused)
        report.failed(partition: 0, offset: 3, KafkaError(.authorization, message: "no"))
        #expect(report.isRefused)
        #expect(report.cause?.code == .notAuthorized)
        #expect(report.cause?.place == "orders/0@3")
        #expect(report.cause?.hint.contains("--topic orders)") == true)
    }

    @Test("what librdkafka says of itself: a refusal and an answer too large are remembered, all of it is trouble")
    func events() {
        let filter = KafkaEventFilter { _ in }
        #expect(!filter.takeTrouble())
        filter.take(.error(KafkaError(.authentication, codeName: "_AUTHENTICATION", message: "wrong password")))
        #expect(filter.refusal?.message == "wrong password")
        #expect(filter.tooLarge == nil)
        filter.take(.error(KafkaError(.badData, message: "invalid response size: increase receive.message.max.bytes")))
        #expect(filter.tooLarge != nil)
        #expect(filter.takeTrouble())
        #expect(!filter.takeTrouble())
        let fault = KafkaError(.transport, codeName: "_TRANSPORT", message: "away")
        #expect(filter.take(fault))
        #expect(!filter.take(fault), "the same fault is told once in a while")
    }

    @Test("an open transaction hides records from when the committed end stands still")
    func openTransaction() {
        var partition = PartitionProgress(position: positions[0])
        let start = ContinuousClock.now
        partition.observe(start: 0, end: 3, fetchedEnd: 3, at: start)
        #expect(partition.hiddenSince == nil)
        partition.observe(start: 0, end: 3, fetchedEnd: 11, at: start + .seconds(1))
        #expect(partition.hiddenSince == start + .seconds(1))
        partition.observe(start: 0, end: 3, fetchedEnd: 12, at: start + .seconds(9))
        #expect(partition.hiddenSince == start + .seconds(1))
        #expect(partition.hiddenRecords == 9)
        partition.observe(start: 0, end: 5, fetchedEnd: 12, at: start + .seconds(10))
        #expect(partition.hiddenSince == start + .seconds(10), "another transaction")
        partition.observe(start: 0, end: 12, fetchedEnd: 11, at: start + .seconds(11))
        #expect(partition.hiddenSince == nil)
        #expect(partition.hiddenRecords == 0)
    }

    @Test("a partition stalls when it is behind and nothing comes, and not while it is not to be read")
    func stall() {
        var clock = StallClock(partitions: 1)
        var partition = PartitionProgress(position: positions[0])
        let start = ContinuousClock.now
        func look(_ seconds: Int, isBehind: Bool = true) -> Duration {
            clock.look(0, partition, isBehind: isBehind, at: start + .seconds(seconds))
        }
        #expect(look(0) == .zero)
        #expect(look(31) == .seconds(31))
        partition.position.next = 1
        #expect(look(32) == .zero)
        #expect(look(40, isBehind: false) == .zero)
        #expect(look(90) == .zero)
        #expect(look(95) == .seconds(5))
    }
}
