// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Projector
import Synchronization
import Testing

@testable import projectord

@Suite("Log format")
struct LogFormatTests {
    private static let time = Date(timeIntervalSince1970: 1_770_000_000.125)

    @Test("a line has time, level, message and its fields")
    func plain() {
        let fact = LogLine(.info, "first build", [("projection", "shop"), ("generation", "1")])
        #expect(
            LogFormat.text.line(fact, time: Self.time)
                == "2026-02-02T02:40:00.125Z info first build projection=shop generation=1\n")
        #expect(
            LogFormat.json.line(fact, time: Self.time)
                == #"{"time": "2026-02-02T02:40:00.125Z", "level": "info", "message": "first build", "#
                + #""projection": "shop", "generation": "1"}"# + "\n")
    }

    @Test(
        "a value that is no plain word is quoted",
        arguments: [
            ("plain/1@2", "plain/1@2"), ("", #""""#), ("two words", #""two words""#), ("a=b", #""a=b""#),
            (#"say "x""#, #""say \"x\"""#), (#"a\b"#, #""a\\b""#), ("a\nb", #""a\nb""#), ("\u{1b}[2J", #""\u{1b}[2J""#),
            ("\u{202e}x", #""\u{202e}x""#), ("\r\n", #""\r\n""#), ("Zoë", "Zoë"), ("a\u{85}b", #""a\u{85}b""#),
        ])
    func quoting(value: String, wanted: String) {
        #expect(LogFormat.quoted(value) == wanted)
    }

    @Test("nothing from outside makes a second line, in either form", arguments: LogFormat.allCases)
    func oneLine(format: LogFormat) {
        let evil = "x\n2026-01-01T00:00:00.000Z error forged\u{0}\u{7f}\u{2028}"
        let line = format.line(LogLine(.warning, evil, [("reason", evil)]), time: Self.time)
        #expect(line.unicodeScalars.count { Printable.isHidden($0) } == 1)
        #expect(line.hasSuffix("\n"))
    }

    @Test("JSON lines are JSON")
    func json() throws {
        let value = "q\"\\\n\u{1F600}\u{E000}\u{7}"
        let line = LogFormat.json.line(LogLine(.error, "m", [("v", value)]), time: Self.time)
        let object = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
        #expect(object["v"] == value)
    }

    @Test("a long value is cut")
    func cut() {
        let line = LogFormat.text.line(
            LogLine(.info, "m", [("v", String(repeating: "x", count: 100_000))]), time: Self.time)
        #expect(line.count < 2_100)
    }

    @Test("less pressing facts than the level are left out")
    func levels() {
        let lines = Mutex<[String]>([])
        let logger = Logger(format: .text, level: .warning) { line in lines.withLock { $0.append(line) } }
        for level in [LogLine.Level.debug, .info, .warning, .error] { logger.sink(LogLine(level, "x")) }
        #expect(lines.withLock { $0.map { $0.split(separator: " ")[1] } } == ["warning", "error"])
    }
}
