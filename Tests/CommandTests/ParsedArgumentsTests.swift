// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Testing

@testable import projectord

@Suite("Parsed arguments")
struct ParsedArgumentsTests {
    private func parse(_ words: [String], _ name: String = "run") throws -> ParsedArguments {
        try ParsedArguments(words, of: try #require(CommandTable.find(name)))
    }

    private func fault(_ words: [String], _ name: String = "run") -> CommandError? {
        do {
            _ = try parse(words, name)
            return nil
        } catch {
            return error as? CommandError
        }
    }

    @Test("a value stands after its flag or after an equals sign")
    func bothForms() throws {
        let parsed = try parse(["--data", "a", "--listen=127.0.0.1:0", "--log", "json"])
        #expect(parsed.value("data") == "a")
        #expect(parsed.value("listen") == "127.0.0.1:0")
        #expect(try parse(["--data=a=b"]).value("data") == "a=b")
        #expect(try parse(["--data="]).value("data") == "")
        #expect(parsed.value("admin") == nil)
    }

    @Test("a repeated flag is joined by commas where that makes sense, and refused where not")
    func repeated() throws {
        #expect(try parse(["--bootstrap", "a:1", "--bootstrap=b:2,c:3"]).value("bootstrap") == "a:1,b:2,c:3")
        #expect(fault(["--data", "a", "--data", "b"])?.message == "--data is given twice")
    }

    @Test("an unknown flag is refused, and the one that was probably meant is named")
    func unknown() {
        let error = fault(["--projection", "x"])
        #expect(error?.code == .usage)
        #expect(error?.message == "run has no flag --projection")
        #expect(error?.hint == "--projections")
        #expect(fault(["-d"])?.message == "run has no flag -d")
        #expect(fault(["--zzzzzz=1"])?.hint == "projectord help run")
    }

    @Test("a missing value is refused, and so is a value for a switch")
    func values() {
        #expect(fault(["--data"])?.hint == "--data DIR")
        #expect(fault(["--data", "--listen", "x"])?.message == "--data needs a value")
        #expect(fault(["--json=yes"], "check")?.message == "--json takes no value")
    }

    @Test("words that are no flags are counted, and two dashes end the flags")
    func words() throws {
        #expect(fault(["x"])?.message == "run does not take 'x'")
        #expect(try parse(["a.yaml", "--json", "--", "--odd.yaml"], "check").words == ["a.yaml", "--odd.yaml"])
        #expect(fault([], "query")?.message == "query needs PROJECTION/QUERY [NAME=VALUE...]")
        #expect(try parse(["shop/a", "x=-1", "y=--"], "query").words == ["shop/a", "x=-1", "y=--"])
    }

    @Test("help is asked for wherever it stands among the flags")
    func help() {
        #expect(ParsedArguments.asksForHelp(["--data", "--help"]))
        #expect(ParsedArguments.asksForHelp(["-h"]))
        #expect(!ParsedArguments.asksForHelp(["--", "--help"]))
    }
}
