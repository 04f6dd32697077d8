// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events
import Testing

@testable import ReadModel

@Suite struct HistoryLogTests {
    /// Texts, of which some are timestamps, and some look like one.
    private static let texts = [
        "", "open", "2026-05-01T12:34:56.123456Z", "0001-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z",
        "2026-05-01T12:34:56.123456z", "2026-05-01 12:34:56.123456Z", "abcdefghijklmnopqrstuvwxyza",
        "2026-99-01T12:34:56.123456Z", String(repeating: "x", count: 255), String(repeating: "y", count: 256),
        String(repeating: "z", count: 70_000),
    ]

    @Test func `ended versions are read as they were noted`() {
        let seed: UInt64 = 4_711
        print("seed \(seed)")
        var generator = Seeded(state: seed)
        var log = HistoryLog(columnCount: 4)
        defer { log.deallocate() }
        for _ in 0..<2 {
            var expected: [(number: Int, from: Int64, columns: [String])] = []
            for count in 0..<300 {
                var arena: [UInt8] = [0x21]
                let cells = (0..<4).map { _ in HistoryLogTests.cell(&arena, &generator) }
                let from = Int64.random(in: .min ... .max, using: &generator)
                let step = HistoryLog.Step(from: from, to: Int64(count), previous: expected.last?.number ?? 0)
                let number = unsafe arena.withUnsafeBufferPointer { texts in
                    guard let base = texts.baseAddress else { return 0 }
                    return unsafe log.append(step, columns: cells, texts: base)
                }
                expected.append((number, from, cells.map { HistoryLogTests.text($0) { arena[$0] } }))
            }
            var previous = 0
            for (count, version) in expected.enumerated() {
                var (step, place) = log.step(version.number)
                #expect(step.from == version.from && step.to == Int64(count) && step.previous == previous)
                let columns = (0..<4).map { column in
                    HistoryLogTests.text(log.cell(column, &place, row: count % 256)) { unsafe log.bytes[$0] }
                }
                #expect(columns == version.columns)
                previous = version.number
            }
            log.removeAll()
            #expect(log.byteCount == 0)
        }
    }

    private static func cell(_ arena: inout [UInt8], _ generator: inout Seeded) -> Cell {
        switch generator.pick([0, 1, 2, 3, 4, 5]) {
        case 0: return .null
        case 1: return .integer(generator.pick([0, -1, 5, .max, .min, 2_147_483_647, 2_147_483_648, -2_147_483_649]))
        case 2: return .real(generator.pick([0, -0.0, 1.5, .infinity]))
        default:
            let text = Array(generator.pick(texts).utf8)
            defer { arena += text }
            let kind: CellKind = generator.pick([.text, .text, .blob])
            return Cell(payload: Int64(arena.count), length: UInt32(text.count), kind: kind)
        }
    }

    private static func text(_ cell: Cell, _ byte: (Int) -> UInt8) -> String {
        guard cell.kind == .text || cell.kind == .blob else { return "\(cell.kind) \(cell.payload)" }
        let bytes = (0..<Int(cell.length)).map { byte(Int(cell.payload) + $0) }
        return "\(cell.kind) \(String(decoding: bytes, as: UTF8.self))"
    }
}
