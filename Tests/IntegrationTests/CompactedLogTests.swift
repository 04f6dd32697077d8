// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import SQLite
import Testing

extension OnRealKafka {
    /// A topic that the broker's cleaner has been through: records are gone from its middle and right before its end.
    @Suite("Cleaned logs")
    struct CompactedLogTests {
        private static let keys = 100
        private static let deleted = 40
        /// The cleaner of a broker looks for work every 15 s.
        private static let cleanedS = 90.0

        @Test("R28, R29: a compacted log's builds end, equal what is left of it, and find what was planted")
        func compacted() throws {
            let notes = try Notes(Topics(try RealKafka.settings()), isTopicMade: false)
            defer { notes.end() }
            try notes.topics.create(
                "notes", partitions: 1,
                config: [
                    "cleanup.policy": "compact", "segment.ms": "100", "min.cleanable.dirty.ratio": "0.01",
                    "delete.retention.ms": "600000",
                ])
            try DaemonHome.with(bootstrap: RealKafka.bootstrap()) { home in
                try home.write("notes", notes.projectionText)
                let first = try home.start()
                let last = try fill(notes)
                try first.waitUntilDone([last], projection: "notes", seconds: 30)
                try first.waitUntilReady(seconds: 20)
                try waitUntilCleaned(notes, last)
                let rebuilt = try first.command("rebuild", "notes")
                try check(rebuilt.status == 0, rebuilt.output)
                try expectRows(home, generation: 2)
                try first.stop()
                try Connection(path: "\(home.data)/notes.g2.sqlite", mode: .readWrite)
                    .execute("UPDATE notes SET text = 'forged' WHERE id = 77")
                let second = try home.start()
                try second.waitUntilReady(seconds: 20)
                let refused = try second.command("rebuild", "notes")
                try check(refused.status == 1 && refused.output.contains("forged"), refused.output)
                let accepted = try second.command("rebuild", "notes", "--accept-differences")
                try check(accepted.status == 0, accepted.output)
                try second.stop()
                try expectRows(home, generation: 3)
            }
        }

        /// Every note twice, some deleted, and an aborted transaction as the end; the last place.
        private func fill(_ notes: Notes) throws -> Topics.Place {
            for round in ["old", "new"] { _ = try notes.sendMany(0..<Self.keys, round) }
            let producer = try Producer(settings: notes.topics.settings, transactionalID: notes.topic) { _ in }
            defer { producer.close(deadlineMs: 5_000) }
            try producer.initTransactions(timeoutMs: 30_000)
            for isCommitted in [true, false] {
                try producer.beginTransaction()
                for id in 0..<Self.deleted {
                    try producer.send(topic: notes.topic, partition: 0, key: Array(String(id).utf8), value: nil)
                }
                try producer.flush(timeoutMs: 30_000)
                if isCommitted {
                    try producer.commitTransaction(timeoutMs: 30_000)
                } else {
                    try producer.abortTransaction(timeoutMs: 30_000)
                }
                // The next batch begins a segment, and only those before it are cleaned.
                pause(milliseconds: 200)
            }
            try producer.beginTransaction()
            try producer.send(topic: notes.topic, partition: 0, key: Array("0".utf8), value: Array("{}".utf8))
            try producer.flush(timeoutMs: 30_000)
            try producer.abortTransaction(timeoutMs: 30_000)
            return try notes.topics.lastOffsets()[0]
        }

        private func waitUntilCleaned(_ notes: Notes, _ last: Topics.Place) throws {
            try wait(for: "the log is cleaned", seconds: Self.cleanedS) {
                var records = 0
                try CommittedLog.read([Assignment(topic: notes.topic, partition: 0, offset: 0)], notes.topics.settings)
                {
                    _ in records += 1
                }
                pause(milliseconds: 500)
                return records <= Self.keys
            }
        }

        private func expectRows(_ home: DaemonHome, generation: Int) throws {
            let file = try ModelFile(data: home.data, projection: "notes")
            try check(file.generation == generation, "generation \(file.generation)")
            let rows = try file.rows("notes", ["id", "text"])
            try check(rows.count == Self.keys - Self.deleted, "\(rows.count) rows")
            for id in Self.deleted..<Self.keys {
                // `sendMany` writes the last one's text as it is.
                let text = id == Self.keys - 1 ? "new" : "new \(id)"
                try check(rows[.integer(Int64(id))] == [.text(text)], "note \(id): \(rows[.integer(Int64(id))] ?? [])")
            }
        }
    }
}
