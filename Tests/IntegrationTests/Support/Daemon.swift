// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

/// One life of `projectord run` as a process; its end is the end of the process.
final class Daemon {
    enum Exit: Equatable {
        case code(Int32)
        case signal(Int32)
    }

    /// How long a start may take, in seconds; it takes well under one.
    static let startS = 20.0

    private let process = Process()
    private let home: DaemonHome
    private let log: String
    private var addresses: (query: String, admin: String)?

    init(_ home: DaemonHome, log: String, _ environment: [String: String]) throws {
        self.home = home
        self.log = log
        try home.folder.write(log, "")
        let file = try FileHandle(forWritingTo: URL(filePath: "\(home.folder.path)/\(log)"))
        let inherited = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("PROJECTORD_") }
        process.executableURL = URL(filePath: Repository.daemon)
        process.arguments = [
            "run", "--projections", home.folder.path + "/projections", "--data", home.data, "--bootstrap",
            home.bootstrap, "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0",
        ]
        process.currentDirectoryURL = URL(filePath: home.folder.path)
        process.environment = inherited.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = file
        process.standardError = file
        try process.runUnblocked()
        try file.close()
    }

    deinit { kill() }

    /// What it has said so far.
    var said: String { home.folder.text(log) }

    /// Waits until it answers.
    func waitUntilListening() throws {
        try Self.waitUntil("the daemon listens") { try listening() }
    }

    private static func waitUntil(_ what: String, _ condition: () throws -> Bool) throws {
        try wait(for: what, seconds: startS, until: condition)
    }

    /// Whether it has said where it listens; throws if it has ended.
    func listening() throws -> Bool {
        if addresses != nil { return true }
        let text = said
        if let query = Self.value("query=", in: text), let admin = Self.value("admin=", in: text) {
            addresses = (query, admin)
            return true
        }
        try check(process.isRunning, "the daemon ended at its start")
        return false
    }

    /// The query address; it waits for it.
    var query: HTTPClient {
        get throws {
            try waitUntilListening()
            return HTTPClient(address: addresses?.query ?? "")
        }
    }

    /// The admin address; it waits for it.
    var admin: HTTPClient {
        get throws {
            try waitUntilListening()
            return HTTPClient(address: addresses?.admin ?? "")
        }
    }

    var isRunning: Bool { process.isRunning }

    var processID: Int32 { process.processIdentifier }

    /// kill -9; false if it had ended before.
    @discardableResult
    func kill() -> Bool {
        guard process.isRunning else { return false }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal
    }

    /// Sends it a signal, as SIGSTOP and SIGCONT for a long pause.
    func signal(_ number: Int32) { Foundation.kill(process.processIdentifier, number) }

    /// SIGTERM, without waiting.
    func terminate() { Foundation.kill(process.processIdentifier, SIGTERM) }

    /// Waits until it has ended.
    func waitForExit(seconds: Double) throws -> Exit {
        try wait(for: "the daemon ends", seconds: seconds) { !process.isRunning }
        process.waitUntilExit()
        return process.terminationReason == .exit
            ? .code(process.terminationStatus) : .signal(process.terminationStatus)
    }

    /// Ends it in the orderly way: SIGTERM, and exit 0 within 5 s.
    func stop() throws {
        terminate()
        let exit = try waitForExit(seconds: 5)
        try check(exit == .code(0), "after SIGTERM the daemon ended with \(exit)")
    }

    /// The word after a field's name on the line that tells the addresses.
    private static func value(_ field: String, in text: String) -> String? {
        for line in text.split(separator: "\n") where line.contains("listening") {
            guard let found = line.split(separator: " ").first(where: { $0.hasPrefix(field) }) else { continue }
            return String(found.dropFirst(field.count))
        }
        return nil
    }
}
