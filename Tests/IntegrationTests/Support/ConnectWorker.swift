// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Synchronization

/// A Connect worker with Debezium, of one test, which may kill it.
///
/// It keeps its place in the database's log in its folder once a second; what it sent after that it sends again when it
/// comes back from a kill.
final class ConnectWorker: Sendable {
    typealias Config = [String: String]

    let bootstrap: String
    private let port = FreePorts.first()
    private let folder: TestFolder
    private let connectors = Mutex<[String: Config]>([:])

    private static let runningS = 60.0

    /// Starts one for a broker.
    init(bootstrap: String) throws {
        self.bootstrap = bootstrap
        folder = try TestFolder()
        try start()
    }

    deinit { try? kill() }

    private var rest: HTTPClient { HTTPClient(address: "127.0.0.1:\(port)") }

    /// Starts it, again at the place that it kept; its connectors too, which it does not keep itself.
    func start() throws {
        try SharedPart.connect.run(
            "start", "--port", String(port), "--dir", folder.path + "/connect", "--bootstrap", bootstrap)
        for (name, config) in connectors.withLock({ $0 }) { try put(name, config) }
    }

    /// kill -9.
    func kill() throws {
        let text = folder.text("connect/pid").trimmingCharacters(in: .whitespacesAndNewlines)
        guard let process = pid_t(text), process > 1 else { throw TestFailure("connect has no process: '\(text)'") }
        try check(Foundation.kill(process, SIGKILL) == 0, "connect had ended: \(said)")
        try wait(for: "connect ends", seconds: 10) { Foundation.kill(process, 0) != 0 || isZombie(process) }
    }

    /// Creates a connector, or changes it, and waits until its task runs.
    func put(_ name: String, _ config: Config) throws {
        try rest.demand("PUT", "/connectors/\(name)/config", config)
        connectors.withLock { $0[name] = config }
        try waitUntilRunning(name)
    }

    func restart(_ name: String) throws {
        try rest.demand("POST", "/connectors/\(name)/restart?includeTasks=true")
        try waitUntilRunning(name)
    }

    func delete(_ name: String) throws {
        connectors.withLock { $0[name] = nil }
        try rest.demand("DELETE", "/connectors/\(name)")
    }

    /// What it has said so far.
    var said: String { folder.text("connect/connect.log") }

    private func waitUntilRunning(_ name: String) throws {
        var last = ""
        try wait(for: "connector \(name) runs: \(last)", seconds: Self.runningS) {
            let answer = try rest.send("GET", "/connectors/\(name)/status")
            last = answer.description
            let tasks = answer.object["tasks"] as? [[String: Any]] ?? []
            let states = tasks.compactMap { $0["state"] as? String }
            try check(!states.contains("FAILED"), "connector \(name) failed: \(last)")
            return !states.isEmpty && states.allSatisfy { $0 == "RUNNING" }
        }
    }
}

/// Whether it has ended, and waits for a parent to see it.
private func isZombie(_ process: pid_t) -> Bool {
    let status = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
    return status.isEmpty || status.contains(") Z ")
}
