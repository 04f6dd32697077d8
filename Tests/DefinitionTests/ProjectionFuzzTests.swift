// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Testing

/// Numbers that one seed gives again.
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

struct ProjectionFuzzTests {
    private static let rounds = 400
    private static let pieces: [[UInt8]] = [
        "{", "}", "[", "]", ":", ": ", ",", "\n", "\n  ", "\t", "'", "\"", "|", ">", "#", "&a ", "*a", "!t ", "---\n",
        "$", "$.", "$key", "(", ")", "\\", "\\u00", "é", "\u{2028}", "\r", "\u{FEFF}", "\0", "*", "?", "-", "%", "text",
        "views: 1\n", "set", "delete", "null", "each: $.items", "$each", "$each.a", "$index", "$source.lsn",
        "$header.x", "$time", "$type", "$offset", "replace: true", "version: $.v\n", "history: true", "append: true",
        "from", "on", "\"*\"", "format: debezium", "format: cloudevents", "decimals: base64", "times: micros",
        "id: header:id", "repeats: 0", "repeats: 10000001", "cuts: [{0: 1}]", "cuts: [{0: 1}, {0: -1, 1: 2}]", "upcast",
        "rename", "move", "default", "drop: $.a", "held: {stop_above: \"off\"}\n", "stop_above: 101%", "decimal(19)",
        "decimal($.a, 2)",
    ].map { Array($0.utf8) }

    @Test func `a mutated file gives a projection or faults with places in it, and never a crash`() throws {
        let seed = UInt64.random(in: .min ... .max)
        print("projection fuzz seed: \(seed)")
        var random = SeededGenerator(state: seed)
        let files = [ProjectionSample.shop, try WholeFilesTests.text("projections/support.yaml")]
        let texts = files + (try Self.examples())
        var faulty = 0
        for round in 0..<Self.rounds {
            let text = mutated(texts[round % texts.count], &random)
            let (projections, diagnostics) = ProjectionReader.read(files: [("f.yaml", text)])
            #expect(projections.isEmpty == !diagnostics.isEmpty, "seed \(seed), round \(round)")
            let lines = text.utf8.split(omittingEmptySubsequences: false) { $0 == 0x0A || $0 == 0x0D }
            for diagnostic in diagnostics {
                let place = diagnostic.place
                let isInside = lines.indices.contains(place.line - 1) && place.column >= 1
                #expect(isInside, "seed \(seed), round \(round): \(diagnostic)")
            }
            let printed = DiagnosticPrinter(texts: ["f.yaml": text]).text(diagnostics)
            #expect(printed.isEmpty == diagnostics.isEmpty)
            faulty += diagnostics.isEmpty ? 0 : 1
        }
        #expect(faulty > Self.rounds / 2, "seed \(seed): the mutations hardly hurt")
    }

    /// The files in the page about projection files, which between them have every word.
    private static func examples() throws -> [String] {
        try WholeFilesTests.text("docs/projection-file.md").split(separator: "```yaml\n").dropFirst().map {
            String($0.split(separator: "```", omittingEmptySubsequences: false)[0])
        }
    }

    /// A text with a few pieces put in, taken out or moved.
    private func mutated(_ text: String, _ random: inout SeededGenerator) -> String {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let at = Int.random(in: 0..<bytes.count, using: &random)
            let end = min(bytes.count, at + Int.random(in: 1...20, using: &random))
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes.removeSubrange(at..<end)
            case 1: bytes.insert(contentsOf: bytes[at..<end], at: Int.random(in: 0...bytes.count, using: &random))
            case 2: bytes[at] = UInt8.random(in: 0...255, using: &random)
            default: bytes.insert(contentsOf: Self.pieces.randomElement(using: &random) ?? [], at: at)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
