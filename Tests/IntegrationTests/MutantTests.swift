// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import Mutants
import Testing

extension OnRealKafka {
    @Suite("Mutants")
    struct MutantTests {
        private static let count = 2_000
        /// Above the largest record, for topics and clients.
        private static let bytesMax = "3000000"

        @Test("R6, R17: of 2,000 spoilt records each is applied, ignored or held once, and held lists those held")
        func mutants() throws {
            let seed = SeededGenerator.seedOfRun("mutants")
            let topics = Topics(try RealKafka.settings())
            defer { topics.delete() }
            for topic in MutantProjection.topics {
                try topics.create(
                    topic.name, partitions: Int(topic.partitions), config: ["max.message.bytes": Self.bytesMax])
            }
            try DaemonHome.with(bootstrap: RealKafka.bootstrap()) { home in
                try home.write("mutants", MutantProjection.text(prefix: topics[""]))
                let first = try home.start()
                try send(topics, seed: seed)
                try waitUntilDelivered(home, topics)
                let held = try checkAccounts(home, topics)
                try checkList(first, held)
                // What a restart reads of the held keys is what was known before it.
                try first.stop()
                let second = try home.start()
                try second.waitForState("running", of: "mutants", seconds: 20)
                try check(checkAccounts(home, topics) == held, "another number is held after a restart")
                try checkList(second, held)
                try second.stop()
            }
        }

        private func send(_ topics: Topics, seed: UInt64) throws {
            let settings = try KafkaSettings(
                bootstrap: topics.settings.bootstrap, properties: ["message.max.bytes": Self.bytesMax])
            let producer = try Producer(settings: settings) { _ in }
            defer { producer.close(deadlineMs: 5_000) }
            var mutants = try Mutants(seed: seed)
            for _ in 0..<Self.count {
                let mutant = mutants.next()
                try producer.send(
                    topic: topics[MutantProjection.topics[mutant.source].name], partition: mutant.partition,
                    key: mutant.key, value: mutant.value, headers: mutant.headers.map { ($0.name, $0.value ?? []) })
            }
            try producer.flush(timeoutMs: 30_000)
        }

        /// Waits for the file to say so: a token for a partition's last record is refused where that is held.
        private func waitUntilDelivered(_ home: DaemonHome, _ topics: Topics) throws {
            var delivered: Int64 = 0
            try wait(for: "\(Self.count) records are delivered, not \(delivered)", seconds: 30) {
                let file = try? ModelFile(data: home.data, projection: "mutants")
                delivered = try MutantProjection.topics.reduce(0) { sum, topic in
                    try sum + (file?.accounts(topics[topic.name]) ?? [:]).values.reduce(0) { $0 + $1.delivered }
                }
                return delivered >= Self.count
            }
        }

        /// The number of held records, of which the table and the accounts say the same.
        private func checkAccounts(_ home: DaemonHome, _ topics: Topics) throws -> Int {
            let file = try ModelFile(data: home.data, projection: "mutants")
            var (delivered, held) = (0, 0)
            for topic in MutantProjection.topics {
                let name = topics[topic.name]
                for (partition, account) in try file.accounts(name) {
                    let sum = account.applied + account.ignored + account.held + account.skipped
                    try check(account.delivered == sum && account.skipped == 0, "\(name)/\(partition): \(account)")
                    delivered += Int(account.delivered)
                    held += Int(account.held)
                }
            }
            try check(delivered == Self.count, "\(delivered) of \(Self.count) records were delivered")
            try check(held > Self.count / 10, "only \(held) records are held")
            let rows = try file.select("SELECT count(*) FROM _held")[0][0]
            try check(rows == .integer(Int64(held)), "\(rows) records in the table, \(held) in the accounts")
            return held
        }

        /// `projectord held` names all held keys, and counts what the accounts count.
        private func checkList(_ daemon: Daemon, _ held: Int) throws {
            let answer = try daemon.command("held", "mutants", "--json", "--limit", "10000")
            try check(answer.status == 0, answer.output)
            let list = try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any]
            let (records, keys) = (list?["records"] as? Int, list?["keys"] as? Int)
            let named = (list?["held"] as? [[String: Any]]) ?? []
            let waiting = named.reduce(0) { $0 + ($1["waiting"] as? Int ?? 0) }
            try check(records == held, "\(records ?? -1) records are listed, \(held) are held")
            try check(keys == named.count, "\(keys ?? -1) keys, \(named.count) named")
            try check(named.count + waiting == held, "\(named.count) keys and \(waiting) waiting, not \(held)")
            let text = try daemon.command("held", "mutants")
            try check(text.output.replacing(",", with: "").contains("\(held) records"), text.output)
        }
    }
}
