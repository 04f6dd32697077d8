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
        port = Self.freePort()
        try start()
    }

    /// One whose next is free too, for the controller; below the range that the kernel hands out.
    private static func freePort() -> Int {
        while true {
            let port = Int.random(in: 15_000..<20_000)
            if isFree(port), isFree(port + 1) { return port }
        }
    }

    private static func isFree(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let status = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return status == 0
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
