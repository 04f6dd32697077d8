// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient

/// A Kafka of several nodes, of one test, each of which it may kill, freeze and bring back.
///
/// Every node is broker and controller, so of three nodes one may be away.
final class BrokerCluster: Sendable {
    let nodes: Int
    private let port: Int
    private let folder: TestFolder

    /// Small heaps: three nodes stand beside the rest of a test.
    private static let heap = "320m"

    /// Starts one; `settings` are lines of server.properties, `key=value`.
    init(nodes: Int = 3, settings: [String] = []) throws {
        self.nodes = nodes
        folder = try TestFolder()
        port = FreePorts.first(of: 2 * nodes)
        let arguments = ["start", "--port", String(port), "--dir", folder.path + "/kafka", "--heap", Self.heap]
        let lines = settings.flatMap { ["--set", $0] }
        let started = try Script(SharedPart.broker.path, arguments + ["--nodes", String(nodes)] + lines)
        try check(started.status == 0, "kafka/broker start: \(started.output)")
    }

    deinit {
        // What is frozen hears no other signal than SIGKILL.
        SharedPart.broker.attempt("stop", "--kill", "--port", String(port), "--dir", folder.path + "/kafka")
    }

    var bootstrap: String { (1...nodes).map(address).joined(separator: ",") }

    /// Where a node listens; they are counted from 1.
    func address(of node: Int) -> String { "127.0.0.1:\(port + 2 * (node - 1))" }

    func settings() throws -> KafkaSettings { try KafkaSettings(bootstrap: bootstrap) }

    /// kill -9 of one node.
    func kill(_ node: Int) throws { try run("stop", "--kill", "--node", String(node)) }

    /// Starts a killed node again on its data; returns when it answers.
    func start(_ node: Int) throws { try run("up", "--node", String(node)) }

    /// Stops a node's process where it stands, as a long pause does: its connections stay open and silent.
    func freeze(_ node: Int) throws { try signal(node, SIGSTOP) }

    /// Lets a frozen node go on.
    func thaw(_ node: Int) throws { try signal(node, SIGCONT) }

    /// Makes a topic with a copy on each of three nodes.
    func createTopic(_ name: String, partitions: Int, config: [String: String] = [:]) throws {
        let admin = try Admin(settings: settings()) { _ in }
        defer { admin.close(deadlineMs: 5_000) }
        try admin.createTopic(
            name: name, partitions: partitions, replication: min(nodes, 3), config: config, timeoutMs: 30_000)
    }

    /// The node that leads a partition now.
    func leader(of topic: String, partition: Int) throws -> Int {
        let said = try SharedPart.broker.run(
            "tool", "topics", "--bootstrap-server", bootstrap, "--describe", "--topic", topic)
        for line in said.split(separator: "\n") {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard value("Partition:", words) == String(partition) else { continue }
            if let node = value("Leader:", words).flatMap({ Int($0) }) { return node }
        }
        throw TestFailure("\(topic)/\(partition) has no leader: \(said)")
    }

    /// Lets the next node lead every partition of these topics, of which each node has a copy; nothing is moved.
    func moveLeaders(of topics: [String: Int], to node: Int) throws {
        let order = (0..<nodes).map { String((node - 1 + $0) % nodes + 1) }.joined(separator: ",")
        let partitions = topics.flatMap { topic, count in
            (0..<count).map { #"{"topic": "\#(topic)", "partition": \#($0), "replicas": [\#(order)]}"# }
        }
        try folder.write("order.json", #"{"version": 1, "partitions": [\#(partitions.joined(separator: ","))]}"#)
        try java(
            "org.apache.kafka.tools.reassign.ReassignPartitionsCommand", "--bootstrap-server", bootstrap,
            "--reassignment-json-file", folder.path + "/order.json", "--execute")
        try java(
            "org.apache.kafka.tools.LeaderElectionCommand", "--bootstrap-server", bootstrap, "--election-type",
            "preferred", "--path-to-json-file", folder.path + "/order.json")
    }

    /// Runs one of Kafka's tools that the broker's script has no name for.
    private func java(_ name: String, _ arguments: String...) throws {
        let options = [
            "-Xmx128m", "-Dlog4j2.configurationFile=" + SharedPart.kafka("log4j2-tools.xml"), "-cp",
            SharedPart.kafka("libs/*"),
        ]
        let ended = try Script("java", options + [name] + arguments)
        try check(ended.status == 0, "\(name): \(ended.output)")
    }

    private func value(_ name: String, _ words: [Substring]) -> String? {
        guard let place = words.firstIndex(of: Substring(name)), place + 1 < words.count else { return nil }
        return String(words[place + 1])
    }

    private func signal(_ node: Int, _ signal: Int32) throws {
        let text = folder.text("kafka/node-\(node)/pid").trimmingCharacters(in: .whitespacesAndNewlines)
        guard let process = pid_t(text), process > 1 else {
            throw TestFailure("node \(node) has no process: '\(text)'")
        }
        try check(Foundation.kill(process, signal) == 0, "node \(node) had ended")
    }

    private func run(_ command: String, _ flags: String...) throws {
        let place = ["--port", String(port), "--dir", folder.path + "/kafka"]
        let ended = try Script(SharedPart.broker.path, [command] + place + flags)
        try check(ended.status == 0, "kafka/broker \(command): \(ended.output)")
    }
}
