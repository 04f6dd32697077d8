// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import Testing

extension OnRealKafka {
    @Suite("Faults of the log itself")
    struct LogFaultTests {
        @Test("R4: partitions added while records come are read after a cut, and every note is there once")
        func addedPartitions() throws {
            try with { notes, home in
                let daemon = try home.start()
                let first = try notes.sendMany(0..<2_000, "before")
                try daemon.waitUntilDone([first], projection: "notes", seconds: 20)
                try notes.addPartitions(to: 3)
                let old = try notes.send(5, "after")
                let new = try (1...2).map { try notes.send(10_000 + $0, "new", partition: Int32($0)) }
                try daemon.waitUntilDone([old] + new, projection: "notes", seconds: 30)
                try check(notes.text(10_001, in: daemon) == "new", "the added partition is not read")
                try check(notes.text(5, in: daemon) == "after", "the old partition is not read on")
                let decisions = home.folder.text("data/notes.decisions")
                try check(decisions.hasPrefix("cut \(notes.topic) 0:"), "the decisions are \(decisions)")
                try daemon.stop()
                let second = try home.start()
                try second.waitUntilDone([old] + new, projection: "notes", seconds: 20)
                try second.stop()
                try check(home.folder.text("data/notes.decisions") == decisions, "another cut was taken")
            }
        }

        @Test("a topic deleted while it is read is a state, made anew it is another log, and a stop does not hang")
        func deletedTopic() throws {
            try with { notes, home in
                let daemon = try home.start()
                try daemon.waitUntilDone([notes.sendMany(0..<50, "first")], projection: "notes", seconds: 20)
                try daemon.waitUntilReady(seconds: 20)
                notes.topics.delete()
                try daemon.waitForState("topic-missing", of: "notes", seconds: 20)
                let ready = try daemon.admin.get("/readyz?verbose")
                try check(ready.status == 200 && ready.body.contains("topic-missing"), ready.description)
                try check(daemon.admin.get("/metrics").body.contains(#"state="topic-missing"} 1"#), "no metric")
                try check(notes.text(7, in: daemon) == "first 7", "queries are not answered")
                try notes.topics.create("notes", partitions: 1)
                try daemon.waitForState("ahead-of-log", of: "notes", seconds: 20)
                _ = try notes.sendMany(100..<300, "second")
                try daemon.waitForState("diverged", of: "notes", seconds: 20)
                let status = try daemon.admin.get("/admin/v1/notes")
                try check(status.body.contains("projectord rebuild notes --accept-differences"), status.description)
                try daemon.stop()
            }
        }

        @Test("an open transaction that hides records is the state blocked, and its end lets the projection go on")
        func openTransaction() throws {
            try with { notes, home in
                let daemon = try home.start()
                try daemon.waitUntilDone([notes.send(1, "before")], projection: "notes", seconds: 20)
                let producer = try Producer(
                    settings: notes.topics.settings, transactionalID: notes.topic, log: { _ in })
                defer { producer.close(deadlineMs: 5_000) }
                try producer.initTransactions(timeoutMs: 30_000)
                try producer.beginTransaction()
                try producer.send(
                    topic: notes.topic, partition: 0, key: Array("2".utf8), value: Array(#"{"text":"in it"}"#.utf8))
                try producer.flush(timeoutMs: 10_000)
                let behind = try notes.send(3, "behind")
                try daemon.waitForState("blocked", of: "notes", seconds: 30)
                let status = try daemon.admin.get("/admin/v1/notes")
                try check(status.body.contains("\(notes.topic)/0@1"), "no place: \(status.description)")
                let metrics = try daemon.admin.get("/metrics").body
                try check(metrics.contains(#"partition="0"} 2"#), "no hidden records in the metrics")
                try check(notes.text(1, in: daemon) == "before", "queries are not answered")
                try producer.commitTransaction(timeoutMs: 30_000)
                try daemon.waitUntilDone([behind], projection: "notes", seconds: 20)
                try daemon.waitForState("running", of: "notes", seconds: 20)
                try daemon.stop()
            }
        }

        @Test("R5: a replica that was away from a compacted topic for too long stops, and a fold of one never starts")
        func compactedTopic() throws {
            let notes = try Notes(Topics(try RealKafka.settings()), isTopicMade: false)
            defer { notes.end() }
            try notes.topics.create(
                "notes", partitions: 1, config: ["cleanup.policy": "compact", "delete.retention.ms": "2000"])
            try DaemonHome.with(bootstrap: RealKafka.bootstrap()) { home in
                try home.write("notes", notes.projectionText)
                try home.write("counts", notes.counting)
                let first = try home.start()
                try first.waitUntilDone([notes.send(1, "before")], projection: "notes", seconds: 20)
                try first.waitForState("compacted", of: "counts", seconds: 20)
                try first.stop()
                try notes.send(2, "meanwhile")
                pause(milliseconds: 2_500)
                let second = try home.start()
                try second.waitForState("tombstones-lost", of: "notes", seconds: 20)
                try second.stop()
            }
        }

        @Test("a record above receive.message.max.bytes is the state blocked, with its place and the setting")
        func tooLargeRecord() throws {
            let notes = try Notes(Topics(try RealKafka.settings()), isTopicMade: false)
            defer { notes.end() }
            try notes.topics.create("notes", partitions: 1, config: ["max.message.bytes": "20000000"])
            try DaemonHome.with(bootstrap: RealKafka.bootstrap()) { home in
                try home.write("notes", notes.projectionText)
                try home.folder.write(
                    "projectord.yaml",
                    "kafka: {receive.message.max.bytes: 1100000, fetch.max.bytes: 1000000, message.max.bytes: 1000000}")
                let daemon = try home.start()
                try daemon.waitUntilDone([notes.send(1, "small")], projection: "notes", seconds: 20)
                try notes.sendLarge(2, bytes: 6_000_000)
                try daemon.waitForState("blocked", of: "notes", seconds: 40)
                let status = try daemon.admin.get("/admin/v1/notes")
                try check(status.body.contains("\(notes.topic)/0@1"), "no place: \(status.description)")
                try check(status.body.contains("receive.message.max.bytes"), "no hint: \(status.description)")
                try check(notes.text(1, in: daemon) == "small", "queries are not answered")
                try daemon.stop()
            }
        }

        @Test("R27: a rebuild is refused at once where a topic that a table needs every record of is compacted now")
        func compactedSince() throws {
            try with { notes, home in
                try home.write("counts", notes.counting)
                let daemon = try home.start()
                let last = try notes.sendMany(0..<50, "note")
                for name in ["notes", "counts"] { try daemon.waitUntilDone([last], projection: name, seconds: 20) }
                let altered = try Script(
                    Repository.path("../shared/kafka/broker"),
                    [
                        "tool", "configs", "--bootstrap-server", RealKafka.bootstrap(), "--alter", "--entity-type",
                        "topics", "--entity-name", notes.topic, "--add-config", "cleanup.policy=compact",
                    ])
                try check(altered.status == 0, altered.output)
                let refused = try daemon.command("rebuild", "counts")
                try check(refused.status == 1, "\(refused.status): \(refused.output)")
                try check(refused.output.contains("error: Log incomplete: "), refused.output)
                try check(refused.output.contains("table counts needs every record"), refused.output)
                try check(daemon.generation(of: "counts") == 1, "a rebuild was begun")
                // A replica needs the newest of each key alone.
                let rebuilt = try daemon.command("rebuild", "notes")
                try check(rebuilt.status == 0, "\(rebuilt.status): \(rebuilt.output)")
                try daemon.stop()
            }
        }

        @Test("K11: a batch that decompresses to more than the client takes is the state blocked, which its hint mends")
        func decompressionBomb() throws {
            try with { notes, home in
                try home.folder.write("projectord.yaml", "kafka: {receive.message.max.bytes: 5000000}")
                let first = try home.start()
                try first.waitUntilDone([notes.send(1, "small")], projection: "notes", seconds: 20)
                // 15 MB, of which the broker keeps some KB.
                try notes.sendLarge(2, bytes: 15_000_000, compression: "zstd")
                let last = try notes.send(3, "behind")
                try first.waitForState("blocked", of: "notes", seconds: 40)
                let status = try first.admin.get("/admin/v1/notes")
                try check(status.body.contains("\(notes.topic)/0@1"), "no place: \(status.description)")
                try check(status.body.contains("receive.message.max.bytes"), "no hint: \(status.description)")
                try check(notes.text(1, in: first) == "small", "queries are not answered")
                try first.stop()
                try home.folder.write("projectord.yaml", "kafka: {}")
                let second = try home.start()
                try second.waitUntilDone([last], projection: "notes", seconds: 20)
                try check(notes.text(3, in: second) == "behind", "what is behind it is not read")
                try second.stop()
            }
        }

        private func with(_ body: (Notes, DaemonHome) throws -> Void) throws {
            let notes = try Notes(Topics(try RealKafka.settings()))
            defer { notes.end() }
            try DaemonHome.with(bootstrap: RealKafka.bootstrap()) { home in
                try home.write("notes", notes.projectionText)
                try body(notes, home)
            }
        }
    }
}

extension Notes {
    /// A projection that counts the notes' records by number.
    fileprivate var counting: String {
        """
        projection: counts
        sources:
          notes: {topic: \(topic), format: json}
        tables:
          counts:
            key: {id: integer}
            columns: {n: integer}
            on: {notes: {"*": {set: {n: "n + 1"}}}}
        """
    }

    fileprivate func addPartitions(to count: Int) throws {
        let tool = Repository.path("../shared/kafka/broker")
        let added = try Script(
            tool,
            [
                "tool", "topics", "--bootstrap-server", topics.settings.bootstrap, "--alter", "--topic", topic,
                "--partitions", String(count),
            ])
        try check(added.status == 0, "adding partitions: \(added.output)")
    }

    /// Writes a note to a partition.
    fileprivate func send(_ id: Int, _ text: String, partition: Int32) throws -> Topics.Place {
        let client = try Producer(settings: topics.settings) { _ in }
        defer { client.close(deadlineMs: 5_000) }
        let place = try client.sendAndWait(
            topic: topic, partition: partition, key: Array(String(id).utf8), value: Array(#"{"text":"\#(text)"}"#.utf8))
        return Topics.Place(topic: topic, partition: place.partition, offset: place.offset)
    }

    /// Writes a note that no fetch of a megabyte holds.
    fileprivate func sendLarge(_ id: Int, bytes: Int, compression: String = "none") throws {
        let settings = try KafkaSettings(
            bootstrap: topics.settings.bootstrap,
            properties: ["message.max.bytes": "20000000", "compression.type": compression])
        let client = try Producer(settings: settings) { _ in }
        defer { client.close(deadlineMs: 5_000) }
        let value = #"{"text":""# + String(repeating: "a", count: bytes) + #""}"#
        _ = try client.sendAndWait(topic: topic, partition: 0, key: Array(String(id).utf8), value: Array(value.utf8))
    }
}
