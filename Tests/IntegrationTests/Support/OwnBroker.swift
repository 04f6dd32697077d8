// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

/// A Kafka of the tests' own, which they may kill.
final class OwnBroker: Sendable {
    /// What scripts/kafka exits with where there is no Kafka to be had.
    static let absentStatus: Int32 = 69

    struct Absent: Error {}

    /// The one that all tests share which kill a broker or need one without a past.
    static func shared() throws -> OwnBroker { try made.get() }

    /// Whether this machine can start one.
    static var isToBeHad: Bool {
        if case .failure(is Absent) = made { return false }
        return true
    }

    private static let made = Result {
        let broker = try OwnBroker()
        atexit { try? OwnBroker.shared().remove() }
        return broker
    }

    private let folder: TestFolder
    private let port: Int

    /// Starts one on a free port.
    ///
    /// - Throws: `Absent` if this machine has none.
    init() throws {
        folder = try TestFolder()
        // Its own and the controller's.
        port = FreePorts.first(of: 2)
        try start()
    }

    deinit { _ = try? run("stop", "--kill", "--wipe") }

    var bootstrap: String { "127.0.0.1:\(port)" }

    /// Starts it, again on the data it has; returns when it answers.
    func start() throws {
        let started = try run("start")
        if started.status == Self.absentStatus { throw Absent() }
        try check(started.status == 0, "scripts/kafka start: \(started.output)")
    }

    /// Ends it as a power switch would its process.
    func kill() throws {
        let stopped = try run("stop", "--kill")
        try check(stopped.status == 0, "scripts/kafka stop: \(stopped.output)")
    }

    /// Ends it for good.
    func remove() { _ = try? run("stop", "--kill", "--wipe") }

    private func run(_ command: String, _ flags: String...) throws -> Script {
        try Script(
            Repository.path("scripts/kafka"),
            [command, "--port", String(port), "--dir", folder.path + "/kafka"] + flags,
            without: ["PROJECTORD_TEST_KAFKA"])
    }
}
