// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Testing

struct YAMLReaderTests {
    private func firstFault(_ text: String) -> Diagnostic? {
        do {
            _ = try YAMLReader.read(text: text, file: "f.yaml")
            return nil
        } catch {
            return error.all.first
        }
    }

    @Test func `nodes keep their order, text, style and place`() throws {
        let root = try YAMLReader.read(text: "a: 1\nlist: [x, 'y y']\nb:\n  c: \"d\"\n", file: "f.yaml")
        let entries = try #require(root.entries)
        #expect(entries.map(\.key) == ["a", "list", "b"])
        #expect(entries[1].keyPlace == Place(file: "f.yaml", line: 2, column: 1))
        #expect(entries[0].value.content == .scalar("1", .plain))
        #expect(root["list"]?.elements?.map(\.text) == ["x", "y y"])
        #expect(root["list"]?.elements?.last?.place == Place(file: "f.yaml", line: 2, column: 11))
        #expect(root["b"]?["c"]?.content == .scalar("d", .doubleQuoted))
        #expect(root["b"]?["c"]?.place == Place(file: "f.yaml", line: 4, column: 6))
    }

    @Test func `columns are bytes, and a byte order mark has none`() throws {
        let root = try YAMLReader.read(text: "\u{FEFF}größe: é\r\nk: v\r\n", file: "f.yaml")
        #expect(root["größe"]?.place == Place(file: "f.yaml", line: 1, column: 10))
        #expect(root["k"]?.place == Place(file: "f.yaml", line: 2, column: 4))
    }

    @Test("nothing, ~ and null are null", arguments: ["", "# only words\n", "~", "null"])
    func nulls(text: String) throws {
        #expect(try YAMLReader.read(text: text, file: "f.yaml").isNull)
    }

    @Test func `a quoted null is a text`() throws {
        #expect(try YAMLReader.read(text: "'null'", file: "f.yaml").isNull == false)
    }

    @Test(
        "what is no YAML, or could mean several things, is refused at its place",
        arguments: [
            ("a: &x 1\n", 1, 4, "anchors"), ("a: 1\nb: *a\n", 2, 4, "anchors"), ("a: !!str 1", 1, 4, "tag"),
            ("a: 1\n---\nb: 2\n", 2, 1, "second document"), ("? [a]\n: 1\n", 1, 3, "a key is a text"),
            ("a: [1\n", 2, 1, "not YAML"), ("a: b: c\n", 1, 5, "not YAML"), ("a:\n\t- b\n", 2, 1, "not YAML"),
            ("é: \u{1}\n", 1, 5, "not YAML"), ("a: {type: text[]}", 1, 15, "not YAML"),
            ("on: {*: 1}", 1, 7, "not YAML"),
        ])
    func refuses(text: String, line: Int, column: Int, message: String) throws {
        let fault = try #require(firstFault(text))
        #expect(fault.code == .notYAML)
        #expect(fault.place == Place(file: "f.yaml", line: line, column: column))
        #expect(fault.message.contains(message))
    }

    @Test("the common slips have a hint", arguments: ["a: {type: text[]}", "on: {*: 1}", "a:\n\t- b\n", "a: b: c"])
    func hints(text: String) {
        #expect(firstFault(text)?.hint != nil)
    }

    @Test("R38: a repeated key is a fault, each of them")
    func repeated() {
        let error = #expect(throws: DiagnosticList.self) {
            try YAMLReader.read(text: "a: 1\nb: {c: 1, c: 2}\na: 2\n", file: "f.yaml")
        }
        #expect(error?.all.map(\.code) == [.repeatedKey, .repeatedKey])
        #expect(error?.all.map(\.place.line) == [2, 3])
    }

    @Test func `nesting and size are bounded`() {
        let deepest = String(repeating: "[", count: YAMLReader.depthMax)
        #expect(firstFault(deepest + String(repeating: "]", count: YAMLReader.depthMax)) == nil)
        #expect(firstFault(String(repeating: "[", count: 100_000))?.message.contains("deep") == true)
        #expect(firstFault("a: " + String(repeating: "x", count: YAMLReader.textBytesMax - 3)) == nil)
        #expect(
            firstFault("a: " + String(repeating: "x", count: YAMLReader.textBytesMax))?.message.contains("bytes")
                == true)
    }
}
