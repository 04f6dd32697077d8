// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import Testing

extension OnRealKafka {
    @Suite("Batches that are spoilt on the broker's disk", .enabled(if: SharedPart.areThere(.broker, for: "batches")))
    struct SpoiltBatchTests {
        private static let pace = ["PROJECTORD_TEST_WITNESS_MS": "1000"]
        private static let codecs = ["none", "gzip", "snappy", "lz4", "zstd"]

        /// A topic of which one batch is to be spoilt.
        private struct Case {
            var notes: Notes
            var name: String
            var codec: String
            var fault: Segment.Fault
            /// The places of the batch and of what is behind it.
            var batch: Int64 = 0
            var behind = Topics.Place(topic: "", partition: 0, offset: 0)
        }

        @Test("K11: a batch that cannot be read is the state blocked, whatever spoilt it, and never passed over")
        func spoiltBatch() throws {
            let address = try SharedAddress()
            try address.start("one")
            let topics = Topics(try KafkaSettings(bootstrap: address.bootstrap))
            var cases: [Case] = []
            for codec in Self.codecs {
                for fault in Segment.Fault.allCases {
                    let name = "\(codec)-\(fault)".lowercased()
                    cases.append(Case(notes: try Notes(topics, name: name), name: name, codec: codec, fault: fault))
                }
            }
            try DaemonHome.with(bootstrap: address.bootstrap) { home in
                for one in cases { try home.write(one.name, one.notes.projection(name: one.name)) }
                let first = try home.start(Self.pace)
                for one in cases {
                    try first.waitUntilDone([one.notes.send(1, "before")], projection: one.name, seconds: 30)
                }
                try first.stop()
                for index in cases.indices {
                    cases[index].batch = try cases[index].notes.sendBatch(2..<102, compression: cases[index].codec)
                    cases[index].behind = try cases[index].notes.send(200, "behind")
                }
                try address.stop()
                for one in cases {
                    var segment = try Segment(address.segment(of: one.notes.topic, in: "one"))
                    try segment.spoil(one.batch, one.fault)
                    try segment.write()
                }
                try address.start("one")
                let daemon = try home.start(Self.pace)
                for one in cases { try checkBlocked(one, daemon) }
                try deleteThrough(cases, address.bootstrap)
                for one in cases {
                    try daemon.waitForState("gap", of: one.name, seconds: 40)
                    try daemon.rebuildAccepting(one.name)
                    try daemon.waitUntilDone([one.behind], projection: one.name, seconds: 30)
                    try check(
                        one.notes.text(200, in: daemon, projection: one.name) == "behind", "\(one.name): not read on")
                }
                try daemon.stop()
            }
        }

        private func checkBlocked(_ one: Case, _ daemon: Daemon) throws {
            try daemon.waitForState("blocked", of: one.name, seconds: 40)
            let status = try daemon.admin.get("/admin/v1/\(one.name)").description
            try check(status.contains("\(one.notes.topic)/0@\(one.batch)"), "\(one.name): no place: \(status)")
            try check(status.contains("kafka-delete-records"), "\(one.name): no hint: \(status)")
            let texts = try [1, 2, 200].map { try one.notes.text($0, in: daemon, projection: one.name) }
            try check(texts == ["before", nil, nil], "\(one.name): \(texts)")
        }

        private func deleteThrough(_ cases: [Case], _ bootstrap: String) throws {
            let folder = try TestFolder()
            let places = cases.map {
                #"{"topic": "\#($0.notes.topic)", "partition": 0, "offset": \#($0.behind.offset)}"#
            }
            try folder.write(
                "offsets.json", #"{"version": 1, "partitions": [\#(places.joined(separator: ", "))]}"#)
            try SharedPart.broker.run(
                "tool", "delete-records", "--bootstrap-server", bootstrap, "--offset-json-file",
                folder.path + "/offsets.json")
        }

        @Test("R2: a batch that was spoilt after it was applied does not keep the projection from going on")
        func spoiltWitness() throws {
            let address = try SharedAddress()
            try address.start("one")
            let notes = try Notes(Topics(try KafkaSettings(bootstrap: address.bootstrap)))
            try DaemonHome.with(bootstrap: address.bootstrap) { home in
                try home.write("notes", notes.projectionText)
                let first = try home.start(Self.pace)
                try first.waitUntilDone([notes.send(1, "one")], projection: "notes", seconds: 30)
                let applied = try notes.send(2, "two")
                try first.waitUntilDone([applied], projection: "notes", seconds: 30)
                try first.stop()
                try address.stop()
                var segment = try Segment(address.segment(of: notes.topic, in: "one"))
                try segment.spoil(applied.offset, .bitFlipped)
                try segment.write()
                try address.start("one")
                let daemon = try home.start(Self.pace)
                try daemon.waitUntilDone([notes.send(3, "three")], projection: "notes", seconds: 30)
                try daemon.waitForState("running", of: "notes", seconds: 10)
                try check(
                    (1...3).map { try notes.text($0, in: daemon) } == ["one", "two", "three"], "rows are missing")
                try daemon.stop()
            }
        }
    }
}

extension Notes {
    /// Writes notes in one batch; the offset of the first.
    fileprivate func sendBatch(_ ids: Range<Int>, compression: String) throws -> Int64 {
        let settings = try KafkaSettings(
            bootstrap: topics.settings.bootstrap, properties: ["compression.type": compression, "linger.ms": "1000"])
        let client = try Producer(settings: settings) { _ in }
        defer { client.close(deadlineMs: 5_000) }
        let before = try Topics.lastOffsets(of: [topic: 1], settings).first?.offset ?? -1
        for id in ids {
            try client.send(
                topic: topic, partition: 0, key: Array(String(id).utf8),
                value: Array(#"{"text":"in the batch \#(id)","size":\#(id)}"#.utf8))
        }
        try client.flush(timeoutMs: 30_000)
        return before + 1
    }
}
