// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Synchronization

/// A Connect worker with Debezium, which all tests share and may kill; each has a connector of its own.
///
/// It keeps its place in the database's log in its folder once a second; what it sent after that it sends again when it
/// comes back from a kill.
final class ConnectWorker: Sendable {
    typealias Config = [String: String]

    private struct State {
        var process: Process
        var connectors: [String: Config] = [:]
    }

    private static let runningS = 60.0
    private static let options = [
        // It starts often and lives shortly: the second compiler would take as much of the machine as the tests.
        "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
        "-Dlog4j2.configurationFile=\(SharedPart.kafka("log4j2-broker.xml"))",
        "-cp", SharedPart.kafka("libs/*"), "org.apache.kafka.connect.cli.ConnectStandalone",
    ]

    private let port = FreePorts.first()
    private let folder: TestFolder
    private let state: Mutex<State>

    /// The worker that sends to the Kafka of the tests, started again if a test left it killed.
    static func shared() throws -> ConnectWorker {
        let worker = try made.get()
        if !worker.isRunning { try worker.start() }
        return worker
    }

    private static let made = Result {
        let worker = try ConnectWorker()
        atexit { ConnectWorker.remove() }
        return worker
    }

    private init() throws {
        folder = try TestFolder()
        state = Mutex(State(process: Process()))
        // By asking its jars for their services it finds its plugins in 2 s; reading through all of them takes 12.
        try folder.write(
            "worker.properties",
            """
            bootstrap.servers=\(RealKafka.bootstrap())
            key.converter=org.apache.kafka.connect.json.JsonConverter
            value.converter=org.apache.kafka.connect.json.JsonConverter
            offset.storage.file.filename=\(folder.path)/offsets
            offset.flush.interval.ms=1000
            listeners=http://127.0.0.1:\(port)
            plugin.path=\(SharedPart.kafka("plugins"))
            plugin.discovery=service_load
            """)
    }

    /// Ends the shared one for good.
    private static func remove() {
        guard let worker = try? made.get() else { return }
        worker.kill()
        try? FileManager.default.removeItem(atPath: worker.folder.path)
    }

    private var rest: HTTPClient { HTTPClient(address: "127.0.0.1:\(port)") }

    private var isRunning: Bool { state.withLock { $0.process.isRunning } }

    /// Starts it, again at the place that it kept; its connectors too, which it does not keep itself.
    func start() throws {
        try folder.write("connect.log", "")
        try state.withLock { state in
            let log = try FileHandle(forWritingTo: URL(filePath: folder.path + "/connect.log"))
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = ["java"] + Self.options + [folder.path + "/worker.properties"]
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = log
            process.standardError = log
            try process.runUnblocked()
            try log.close()
            state.process = process
        }
        try wait(for: "connect answers", seconds: Self.runningS) {
            try check(isRunning, "connect ended at its start: \(said.suffix(2_000))")
            return (try? rest.send("GET", "/connectors"))?.status == 200
        }
        for (name, config) in state.withLock({ $0.connectors }) { try put(name, config) }
    }

    /// kill -9.
    func kill() {
        state.withLock { state in
            guard state.process.isRunning else { return }
            Foundation.kill(state.process.processIdentifier, SIGKILL)
            state.process.waitUntilExit()
        }
    }

    /// Creates a connector, or changes it, and waits until its task runs.
    func put(_ name: String, _ config: Config) throws {
        try rest.demand("PUT", "/connectors/\(name)/config", config)
        state.withLock { $0.connectors[name] = config }
        try waitUntilRunning(name)
    }

    func delete(_ name: String) throws {
        state.withLock { $0.connectors[name] = nil }
        try rest.demand("DELETE", "/connectors/\(name)")
    }

    /// What it has said in this life.
    var said: String { folder.text("connect.log") }

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
