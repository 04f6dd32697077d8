// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

/// The scripts and programs beside this project that start real parts for tests.
enum SharedPart: String, Sendable {
    case broker = "kafka/broker"
    case connect = "kafka/connect"
    case postgres = "postgres/postgres"
    case toxiproxy = "toxiproxy/toxiproxy-server"

    var path: String { Repository.path("../shared/\(rawValue)") }

    /// A file of the unpacked Kafka that brokers and workers run from.
    static func kafka(_ name: String) -> String { Repository.path("../shared/kafka/\(name)") }

    /// Whether the tests that need all of these are to run; where one is absent they are skipped, and it is said.
    static func areThere(_ parts: SharedPart..., for tests: String) -> Bool {
        let absent = parts.filter { !FileManager.default.isExecutableFile(atPath: $0.path) }
        if !absent.isEmpty { print("SKIPPED: \(tests): there is no \(absent.map(\.path).joined(separator: ", "))") }
        return absent.isEmpty
    }

    /// Runs the script to its end.
    ///
    /// - Throws: `TestFailure` with what it said, if it fails.
    @discardableResult
    func run(_ arguments: String...) throws -> String {
        let ended = try Script(path, arguments)
        try check(ended.status == 0, "\(rawValue) \(arguments.joined(separator: " ")): \(ended.output)")
        return ended.output
    }

    /// Runs the script where only the attempt counts.
    func attempt(_ arguments: String...) { _ = try? Script(path, arguments) }
}
