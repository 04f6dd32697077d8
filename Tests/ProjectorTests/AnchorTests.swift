// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import KafkaClient
import ReadModel
import Testing

@testable import Projector

/// The witnesses that a reader keeps over a broker's fault.
@Suite struct AnchorTests {
    private let positions = (0..<2).map {
        PartitionPosition(topic: "orders", partition: $0, source: 0, first: 0)
    }

    private func witness(_ offset: Int64) -> Witness { Witness(offset: offset, timestampMs: 1, hash: 1) }

    @Test("R2: the last record before a broker failed is a witness until the log was found right with it")
    func kept() {
        let report = ReaderReport(positions, projection: "shop")
        report.failed(after: [witness(4), nil])
        report.failed(after: [witness(9), witness(7)])
        #expect(report.anchors == [witness(4), witness(7)])
        report.release([witness(4), nil])
        #expect(report.anchors == [nil, witness(7)])
    }

    @Test("R2: a log that has another record where such a witness was is diverged")
    func compared() throws {
        let station = try Station()
        try station.sendClicks(5)
        let probe = try Consumer(settings: station.settings, isolation: .committed) { _ in }
        defer { probe.close(deadlineMs: 3_000) }
        var position = positions[0]
        position.next = 5
        position.done = 5
        let check = LogCheck(probe: probe, projection: "shop")
        guard case .right(unwitnessed: []) = check.run([position]) else {
            Issue.record("a log without witnesses is not right")
            return
        }
        guard case .right = check.run([position], anchors: [witness(7)]) else {
            Issue.record("a witness past the log's end is compared")
            return
        }
        guard case .wrong(let cause) = check.run([position], anchors: [witness(3)]) else {
            Issue.record("the witness is not compared")
            return
        }
        #expect(cause.code == .diverged)
        #expect(cause.place == "orders/0@3")
    }
}
