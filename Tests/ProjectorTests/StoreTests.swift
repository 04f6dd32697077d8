// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import Projector
import ReadModel
import SQLite
import Testing

/// Files that are damaged or left over.
@Suite(.serialized) struct StoreTests {
    /// A projection of some pages whose file, at rest, has these bytes overwritten.
    private func damaged(at range: Range<Int>) throws -> Station {
        let station = try Station()
        for number in 0..<2_000 { try station.send("key-\(number)", #"{"n":\#(number)}"#) }
        try station.producer.flush(timeoutMs: 20_000)
        try station.start(Definitions.clicks())
        try station.waitUntilDone([2_000])
        station.stop()
        let file = try FileHandle(forUpdating: URL(filePath: station.path + "/shop.g1.sqlite"))
        try file.seek(toOffset: UInt64(range.lowerBound))
        try file.write(contentsOf: Data(repeating: 0xa5, count: range.count))
        try file.close()
        try station.start(Definitions.clicks())
        return station
    }

    @Test(
        "R28: a damaged file is noticed at the start, is not answered from, and a rebuild replaces it",
        arguments: [0..<100, 8_192 * 8..<8_192 * 9])
    func damagedFile(range: Range<Int>) throws {
        let station = try damaged(at: range)
        let cause = try station.stopCause()
        #expect(cause.code == .storeDamaged, "\(cause)")
        #expect(cause.hint == "projectord rebuild shop --accept-differences")
        let runner = try station.runner()
        #expect(runner.live == nil)
        #expect(runner.serving == nil)
        let refusal = #expect(throws: RebuildRefusal.self) { try runner.rebuild(acceptDifferences: false) }
        #expect(refusal?.code == .needsAcceptance)
        #expect(try runner.rebuild(acceptDifferences: true) == 2)
        try station.waitUntilLive(2)
        #expect(runner.stopCause == nil)
        #expect(try station.number("SELECT count(*) FROM clicks", generation: 2) == 2_000)
        station.stop()
        #expect(station.files == ["shop.decisions", "shop.g2.sqlite", "shop.generation"])
    }

    @Test("R29: the files of a generation that a kill left over go at the next start")
    func leftovers() throws {
        let station = try Station()
        try station.start(Definitions.clicks())
        try station.waitUntilLive(1)
        for number in 2...3 {
            _ = try station.runner().rebuild(acceptDifferences: false)
            try station.waitUntilLive(number)
        }
        station.stop()
        for suffix in ["", "-wal", "-shm"] {
            try DurableFile.replace(station.path + "/shop.g1.sqlite" + suffix, with: "x")
        }
        try station.start(Definitions.clicks())
        try station.waitUntilLive(3)
        station.stop()
        #expect(!station.files.contains { $0.hasPrefix("shop.g1.") })
        #expect(station.files.contains("shop.g2.sqlite"), "the previous one stays (R31)")
    }
}
