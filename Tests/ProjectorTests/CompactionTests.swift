// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import ReadModel
import Testing

@testable import Projector

/// What is refused, and what may be lost, where a topic is compacted.
@Suite struct CompactionTests {
    private static let compacted = ["cleanup.policy": "delete,compact", "delete.retention.ms": "1000"]

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func opened(_ text: String) throws -> (writer: ModelWriter, projection: Projection) {
        let result = ProjectionReader.read(files: [("p.yaml", text)])
        let projection = try #require(result.projections.first)
        let file = GenerationFile(path: folder.path + "/g1.sqlite", number: 1)
        try file.create(for: projection)
        return (try ModelWriter(file: file, projection: projection), projection)
    }

    private func ledger(_ projection: Projection) -> CompactionLedger {
        CompactionLedger(topic: "orders", source: 0, projection: projection)
    }

    @Test("R5: a fold of a compacted topic is refused, for good even if the policy is changed back")
    func foldRefused() throws {
        let (writer, projection) = try opened(Definitions.clicks())
        var first = ledger(projection)
        try first.learn(["cleanup.policy": "delete"], writer)
        #expect(first.refusal == nil)
        try first.learn(Self.compacted, writer)
        let cause = try #require(first.refusal)
        #expect(cause.code == .compacted)
        #expect(cause.message.contains("table clicks"))
        var second = ledger(projection)
        try second.learn(["cleanup.policy": "delete"], writer)
        #expect(second.refusal?.code == .compacted)
        #expect(!second.isCompacted)
    }

    @Test("R5: settings that may not be read leave what was known")
    func unknownSettings() throws {
        let (writer, projection) = try opened(Definitions.replica)
        var first = ledger(projection)
        try first.learn(nil, writer)
        #expect(!first.isCompacted)
        try first.learn(Self.compacted, writer)
        var second = ledger(projection)
        try second.learn(nil, writer)
        #expect(second.isCompacted)
        #expect(second.refusal == nil)
    }

    @Test("R5: a replica that is behind for longer than tombstones are kept has lost deletes")
    func away() throws {
        let (writer, projection) = try opened(Definitions.replica)
        var first = ledger(projection)
        try first.learn(Self.compacted, writer)
        #expect(try first.begin(writer, isBehind: true, nowMs: 10_000) == nil, "a build begins now")
        var soon = ledger(projection)
        try soon.learn(Self.compacted, writer)
        #expect(try soon.begin(writer, isBehind: true, nowMs: 10_900) == nil)
        #expect(try soon.begin(writer, isBehind: true, nowMs: 11_100)?.code == .tombstonesLost)
        var late = ledger(projection)
        try late.learn(Self.compacted, writer)
        #expect(try late.begin(writer, isBehind: false, nowMs: 99_000) == nil, "nothing was written meanwhile")
        #expect(try late.begin(writer, isBehind: true, nowMs: 99_900) == nil)
    }

    @Test("R5: a build that takes longer than tombstones are kept has lost deletes, one that follows has not")
    func follows() throws {
        let (writer, projection) = try opened(Definitions.replica)
        var ledger = ledger(projection)
        try ledger.learn(Self.compacted, writer)
        _ = try ledger.begin(writer, isBehind: true, nowMs: 10_000)
        func follow(_ partitions: [CompactionLedger.Follower], _ nowMs: Int64) throws -> StopCause.Code? {
            try ledger.follow(partitions, writer, nowMs: nowMs)?.code
        }
        let unknown = CompactionLedger.Follower(isBehind: true, ageMs: nil)
        let current = CompactionLedger.Follower(isBehind: true, ageMs: 300)
        let silent = CompactionLedger.Follower(isBehind: false, ageMs: 90_000)
        #expect(try follow([unknown, current], 10_900) == nil)
        #expect(try follow([current, current], 11_200) == nil)
        #expect(try follow([unknown, current], 11_800) == nil, "it was at the end at 10,900")
        #expect(try follow([silent, silent], 90_000) == nil, "away brokers write nothing")
        #expect(try follow([unknown, current], 95_000) == .tombstonesLost)
    }
}
