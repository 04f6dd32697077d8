// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Testing

@testable import projectord

/// The pages and the demo's projection are what the code says.
@Suite("Documents of the command")
struct DocumentsTests {
    @Test("docs/commands.md shows the help of every command, and the exit codes")
    func commands() throws {
        var page = "```\n\(HelpText.overview)```\n"
        for command in CommandTable.all {
            page += "\n## projectord \(command.name)\n\n```\n\(HelpText.command(command))```\n"
        }
        page += "\n## Exit codes\n\n| code | meaning |\n| --- | --- |\n"
        for code in ExitCode.allCases { page += "| \(code.rawValue) | \(code.meaning) |\n" }
        try GeneratedSection(page: "docs/commands.md").expect("\n\(page)\n")
    }

    @Test("docs/errors.md lists every exit code")
    func exitCodes() throws {
        let page = try Repository.text("docs/errors.md")
        for code in ExitCode.allCases { #expect(page.contains("\n| \(code.rawValue) |"), "\(code.rawValue)") }
    }

    @Test("docs/settings.md lists every setting")
    func settings() throws {
        var page = "| setting | variable | default | is |\n| --- | --- | --- | --- |\n"
        for setting in Setting.allCases {
            let fallback = setting.fallback.map { "`\($0)`" } ?? "none: it must be given"
            page += "| `\(setting.rawValue)` | `\(setting.variable)` | \(fallback) | \(setting.summary) |\n"
        }
        try GeneratedSection(page: "docs/settings.md").expect("\n\(page)\n")
    }

    @Test("the demo's projection is projections/shop.yaml")
    func shopProjection() throws {
        let yaml = try Repository.text("projections/shop.yaml")
        let path = "Sources/projectord/Demo/ShopProjection.swift"
        guard Repository.isRewriting else {
            #expect(ShopProjection.text == yaml, "REWRITE=1 swift test --filter CommandTests writes \(path)")
            return
        }
        let source = try Repository.text(path)
        let begin = try #require(source.range(of: "#\"\"\"\n")).upperBound
        let end = try #require(source.range(of: "\n    \"\"\"#")).lowerBound
        let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
        let indented = lines.map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
        try Repository.write(source.replacingCharacters(in: begin..<end, with: indented), to: path)
    }

    @Test("every line of the help fits a terminal of 120 columns")
    func width() {
        let texts = [HelpText.overview] + CommandTable.all.map(HelpText.command)
        for line in texts.flatMap({ $0.split(separator: "\n") }) { #expect(line.count <= 120, "\(line)") }
    }
}
