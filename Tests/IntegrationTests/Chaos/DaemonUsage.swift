// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

/// What a daemon holds of the machine at a moment.
struct DaemonUsage {
    /// How many threads and files more than before are no leak: librdkafka has a thread and a connection or two for
    /// each broker it has met, and queries come and go.
    static let slack = 12

    let threads: Int
    let files: Int
    let stalls: Int
    let abandonedClients: Int

    init(of daemon: Daemon) throws {
        let status = try String(contentsOfFile: "/proc/\(daemon.processID)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("Threads:") }
        guard let threads = line?.split(whereSeparator: \.isWhitespace).last.flatMap({ Int($0) }) else {
            throw TestFailure("no count of threads: \(status)")
        }
        self.threads = threads
        files = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(daemon.processID)/fd").count
        let metrics = try daemon.admin.get("/metrics").body
        stalls = try Self.sum("projectord_stalls_total", in: metrics)
        abandonedClients = try Self.sum("projectord_kafka_clients_abandoned_total", in: metrics)
    }

    var description: String {
        "\(threads) threads, \(files) files, \(stalls) stalls, \(abandonedClients) clients given up"
    }

    /// Waits until the daemon holds little more than this, and tells what it holds.
    func expectBounded(_ daemon: Daemon, seconds: Double = 30) throws {
        var now = self
        defer { print("  before: \(description); after: \(now.description)") }
        try wait(for: "threads and files as before: \(description), now \(now.description)", seconds: seconds) {
            now = try DaemonUsage(of: daemon)
            return now.threads <= threads + Self.slack && now.files <= files + Self.slack
        }
    }

    private static func sum(_ name: String, in metrics: String) throws -> Int {
        let samples = metrics.split(separator: "\n").filter { $0.hasPrefix(name) }
        try check(!samples.isEmpty, "no \(name) in \(metrics)")
        return samples.compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }.reduce(0, +)
    }
}
