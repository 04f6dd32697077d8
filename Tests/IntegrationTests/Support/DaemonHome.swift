// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Synchronization

/// The folders of a daemon, which outlive its lives: projections, data, and what each life said.
final class DaemonHome: Sendable {
    let folder: TestFolder
    let bootstrap: String
    private let lives = Atomic<Int>(0)

    init(bootstrap: String) throws {
        self.bootstrap = bootstrap
        folder = try TestFolder()
        _ = try folder.folder("projections")
        _ = try folder.folder("data")
    }

    /// Writes a projection's file, or changes it.
    func write(_ name: String, _ text: String) throws { try folder.write("projections/\(name).yaml", text) }

    /// Starts a daemon.
    func start(_ environment: [String: String] = [:]) throws -> Daemon {
        let number = lives.add(1, ordering: .relaxed).newValue
        return try Daemon(self, log: "stderr-\(number).log", environment)
    }

    var data: String { folder.path + "/data" }

    /// Runs a test's body; where it fails, what the last lives said goes to the test's output.
    static func with(bootstrap: String, _ body: (DaemonHome) throws -> Void) throws {
        let home = try DaemonHome(bootstrap: bootstrap)
        do {
            try body(home)
        } catch {
            home.echo()
            throw error
        }
    }

    private func echo() {
        let last = lives.load(ordering: .relaxed)
        for number in max(1, last - 1)..<(last + 1) {
            print("--- what daemon \(number) of \(last) said")
            print(folder.text("stderr-\(number).log").suffix(20_000))
        }
        print("---")
    }
}
