// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

/// One address behind which one Kafka or another answers, each with its own log and cluster.
final class SharedAddress {
    private let folder: TestFolder
    private let port: Int
    private var made: Set<String> = []
    private var current: String?

    private static let heap = "320m"

    init() throws {
        folder = try TestFolder()
        port = FreePorts.first(of: 2)
    }

    deinit {
        if let current { _ = try? run(["stop", "--kill"], current) }
    }

    var bootstrap: String { "127.0.0.1:\(port)" }

    /// Lets this one answer, in place of the one that did; returns when it does.
    func start(_ name: String) throws {
        try stop()
        current = name
        let isNew = made.insert(name).inserted
        try run(isNew ? ["start", "--heap", Self.heap] : ["up", "--heap", Self.heap, "--node", "1"], name)
    }

    /// Ends the one that answers in the orderly way, so that it takes its files for whole when it starts again.
    func stop() throws {
        if let current { try run(["stop"], current) }
        current = nil
    }

    /// The file with the log of a topic's partition, while it has not begun a second one.
    func segment(of topic: String, partition: Int32 = 0, in name: String) -> String {
        "\(folder.path)/\(name)/node-1/data/\(topic)-\(partition)/00000000000000000000.log"
    }

    private func run(_ words: [String], _ name: String) throws {
        let place = ["--port", String(port), "--dir", "\(folder.path)/\(name)"]
        let ended = try Script(SharedPart.broker.path, words + place)
        try check(ended.status == 0, "kafka/broker \(words): \(ended.output)")
    }
}
