// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Testing

/// The documents say what the code does.
@Suite("Documents")
struct DocumentTests {
    /// The files of the enums whose raw values users meet: add a line for a new one.
    ///
    /// docs/errors.md explains each value.
    static let codeFiles = [
        "Sources/Definition/Diagnostics/DiagnosticCode.swift",
        "Sources/ReadModel/RecordFault.swift",
        "Sources/Projector/StopCause.swift",
        "Sources/Projector/RebuildRefusal.swift",
        "Sources/QueryServer/Answers/ProblemKind.swift",
    ]

    /// The rules that docs/rules.md lists.
    static func rules(in page: String) -> Set<Int> {
        Set(page.matches(of: #"^\*\*R([0-9]+)\b"#).compactMap { Int($0.text) })
    }

    /// The rules that a test names in a title or a comment.
    static func rulesNamed(in text: String) -> Set<Int> {
        Set(text.matches(of: #"\bR([0-9]{1,2})\b"#).compactMap { Int($0.text) })
    }

    /// The raw values of an enum's cases; a case's own name where it has no other.
    static func codes(in text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard words.first == "case", words.count == 2 || words.dropFirst(2).first == "=", words[1].first != "."
            else { return nil }
            let code = words.count == 2 ? words[1] : words[3].dropFirst().dropLast()
            return code.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" }) ? String(code) : nil
        }
    }

    /// The files that a page links to, without those on the web and places in the page itself.
    static func links(in page: String) -> [String] {
        page.matches(of: #"\]\(([^)#\s:]+)(?:#[^)]*)?\)"#).map(\.text)
    }

    @Test("each rule is named by a test, and no test names another", .disabled(if: SourceTree.isUnderConstruction))
    func rulesAreTested() throws {
        let listed = Self.rules(in: try #require(SourceTree.text("docs/rules.md")))
        var named: Set<Int> = []
        for file in SourceTree.swiftFiles where file.path.hasPrefix("Tests/") && file.room != "TidyTests" {
            named.formUnion(Self.rulesNamed(in: file.lines.joined(separator: "\n")))
        }
        expectNone(listed.subtracting(named).sorted().map { "R\($0)" }, "rules that no test names")
        expectNone(named.subtracting(listed).sorted().map { "R\($0)" }, "named by a test, but not in docs/rules.md")
    }

    @Test("docs/errors.md explains every code", .enabled(if: SourceTree.text("docs/errors.md") != nil))
    func errorsAreExplained() throws {
        let page = try #require(SourceTree.text("docs/errors.md"))
        for path in Self.codeFiles {
            let codes = Self.codes(in: try #require(SourceTree.text(path), "\(path) is listed here, but not there"))
            #expect(!codes.isEmpty, "\(path) has no codes")
            expectNone(codes.filter { !page.contains("`\($0)`") }, "codes of \(path) that docs/errors.md lacks")
        }
    }

    @Test("every relative link of a page leads to a file", arguments: SourceTree.pages)
    func linksLead(page: String) throws {
        let text = try #require(SourceTree.text(page))
        expectNone(
            Self.links(in: text).filter { !SourceTree.exists($0, besides: page) }.map { "\(page): \($0)" }, "dead links"
        )
    }

    @Test("a link that leads nowhere is found")
    func deadLinkIsFound() {
        let links = Self.links(in: "[a](rules.md#r1) [b](https://x.org/y) ![c](no.png) [d](#here)")
        #expect(links == ["rules.md", "no.png"])
        #expect(SourceTree.exists("rules.md", besides: "docs/contributing.md"))
        #expect(SourceTree.exists("../LICENSE", besides: "docs/contributing.md"))
        #expect(!SourceTree.exists("no.png", besides: "docs/contributing.md"))
    }

    @Test("rules and codes are read from what they stand in")
    func readersWork() throws {
        #expect(Self.rules(in: "# Rules\n**R1 Two positions.** as R7\n\n**R12** x") == [1, 12])
        #expect(Self.rulesNamed(in: #"@Test("R10: a decimal, as R11") // XR5, R123"#) == [10, 11])
        #expect(
            Self.codes(in: "  case a = \"not-yaml\"\n  case gap\n  case .b: 1\n  case c, d") == ["not-yaml", "gap"])
        #expect(Self.rules(in: try #require(SourceTree.text("docs/rules.md"))).count > 20)
    }
}
