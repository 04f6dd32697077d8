// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import Testing

extension OnRealKafka {
    /// Logs whose end is not the offset after their last record, each a partition of one topic (K6).
    @Suite("Shapes of logs")
    struct LogShapeTests {
        private static let partitions = 10
        /// How long a build of so few records may take, in seconds; one that waits for what never comes has no end.
        private static let buildS = 20.0

        private final class Writer {
            let topic: String
            let producer: Producer
            private(set) var rows = 0
            private var number = 0

            init(_ topic: String, _ settings: KafkaSettings, transactional: Bool = true) throws {
                self.topic = topic
                producer = try Producer(
                    settings: settings, transactionalID: transactional ? "\(topic)-\(UUID().uuidString)" : nil
                ) { _ in }
                if transactional { try producer.initTransactions(timeoutMs: 30_000) }
            }

            deinit { producer.close(deadlineMs: 5_000) }

            func send(_ count: Int, to partition: Int32) throws {
                for _ in 0..<count {
                    number += 1
                    try producer.send(
                        topic: topic, partition: partition, key: Array("\(partition)-\(number)".utf8),
                        value: Array(#"{"n":1}"#.utf8))
                }
            }

            func commit(_ count: Int, to partition: Int32) throws {
                try producer.beginTransaction()
                try send(count, to: partition)
                try producer.commitTransaction(timeoutMs: 30_000)
                rows += count
            }

            func abort(_ count: Int, to partition: Int32) throws {
                try producer.beginTransaction()
                try send(count, to: partition)
                try producer.flush(timeoutMs: 30_000)
                try producer.abortTransaction(timeoutMs: 30_000)
            }
        }

        private func deleteRecords(of topic: String, _ offsets: [(partition: Int32, offset: Int64)]) throws {
            let folder = try TestFolder()
            let list = offsets.map {
                #"{"topic": "\#(topic)", "partition": \#($0.partition), "offset": \#($0.offset)}"#
            }
            try folder.write("offsets.json", #"{"version": 1, "partitions": [\#(list.joined(separator: ","))]}"#)
            try SharedPart.broker.run(
                "tool", "delete-records", "--bootstrap-server", RealKafka.bootstrap(), "--offset-json-file",
                folder.path + "/offsets.json")
        }

        /// Fills the partitions but the first, which stays empty; the rows that they make.
        private func fill(_ topic: String, _ settings: KafkaSettings) throws -> Int {
            let plain = try Writer(topic, settings, transactional: false)
            for partition: Int32 in [1, 5, 6] { try plain.send(10, to: partition) }
            try plain.producer.flush(timeoutMs: 30_000)
            let writer = try Writer(topic, settings)
            try writer.commit(10, to: 2)
            try writer.commit(10, to: 3)
            try writer.abort(10, to: 3)
            try writer.abort(10, to: 4)
            try writer.abort(10, to: 7)
            try writer.commit(10, to: 7)
            try writer.abort(10, to: 7)
            for number in 0..<50 {
                if number % 5 < 2 { try writer.abort(1, to: 8) } else { try writer.commit(1, to: 8) }
            }
            try writer.commit(10, to: 9)
            // All records of one, the head of another, and one cut within an aborted transaction.
            try deleteRecords(of: topic, [(5, 10), (6, 4), (7, 5)])
            return writer.rows + 10 + 6
        }

        @Test(
            "R1, R29: empty logs, markers, aborted tails, deleted heads and open transactions do not hold up a build"
        )
        func shapes() throws {
            let topics = Topics(try RealKafka.settings())
            defer { topics.delete() }
            try topics.create("shapes", partitions: Self.partitions)
            let rows = try fill(topics["shapes"], topics.settings)
            let open = try Writer(topics["shapes"], topics.settings)
            try open.producer.beginTransaction()
            try open.send(7, to: 9)
            try open.producer.flush(timeoutMs: 30_000)
            try DaemonHome.with(bootstrap: RealKafka.bootstrap()) { home in
                try home.write(
                    "shapes",
                    """
                    projection: shapes
                    sources: {shapes: {topic: \(topics["shapes"])}}
                    tables:
                      shapes: {from: shapes, key: {id: text}, columns: {n: integer}}
                    """)
                let daemon = try home.start()
                for generation in 1...3 {
                    if generation > 1 { _ = try daemon.command("rebuild", "shapes", "--detach") }
                    try wait(for: "generation \(generation) is live", seconds: Self.buildS) {
                        try daemon.generation(of: "shapes") == generation
                    }
                    let found = try count(home)
                    try check(found == rows, "\(found) rows, not \(rows)")
                }
                try open.producer.commitTransaction(timeoutMs: 30_000)
                try wait(for: "the transaction's rows are there", seconds: Self.buildS) { try count(home) == rows + 7 }
                try daemon.stop()
            }
        }

        private func count(_ home: DaemonHome) throws -> Int {
            let file = try ModelFile(data: home.data, projection: "shapes")
            guard case .integer(let count) = try file.select("SELECT count(*) FROM shapes").first?.first else {
                return -1
            }
            return Int(count)
        }
    }
}
