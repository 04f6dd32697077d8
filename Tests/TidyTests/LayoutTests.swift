// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Testing

/// The layout, the scripts and the format.
@Suite("Layout")
struct LayoutTests {
    @Test("every room has a README with more than its title", .disabled(if: SourceTree.isUnderConstruction))
    func roomsAreExplained() {
        expectNone(
            SourceTree.rooms.filter { (SourceTree.text("Sources/\($0)/README.md") ?? "").count < 200 },
            "rooms without a README that says what they are for")
    }

    @Test("every room has a README", arguments: SourceTree.rooms)
    func roomHasReadme(room: String) {
        #expect(SourceTree.text("Sources/\(room)/README.md")?.hasPrefix("# \(room)") == true)
    }

    @Test("scripts run: they are executable, parse, and stop at the first error")
    func scriptsAreSound() throws {
        let scripts = SourceTree.entries(of: "scripts").map { "scripts/\($0)" } + [".ci/run"]
        let shell = scripts.filter { SourceTree.text($0)?.hasPrefix("#!/usr/bin/env bash\n") == true }
        #expect(
            Set(shell).isSuperset(of: ["scripts/setup", "scripts/test", "scripts/demo", "scripts/kafka", ".ci/run"]))
        for script in shell {
            let path = SourceTree.root.appending(path: script).path
            #expect(FileManager.default.isExecutableFile(atPath: path), "\(script) is not executable")
            let check = try Command("bash", "-n", script)
            #expect(check.status == 0, "\(check.output)")
            #expect(SourceTree.text(script)?.contains("\nset -euo pipefail\n") == true, "\(script)")
        }
    }

    @Test("swift format has nothing to say")
    func formatIsKept() throws {
        let lint = try Command("swift", "format", "lint", "--strict", "-r", "Sources", "Tests", "Package.swift")
        #expect(lint.status == 0 && lint.output.isEmpty, "\(lint.output)")
    }
}
