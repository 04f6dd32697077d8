// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Mutants
import ReadModel
import Testing

/// Spoilt records of every format: 10,000 of them, or a million with `PROJECTORD_TEST_LONG=1`.
@Suite("Mutants") struct MutantTests {
    /// How many records go into one generation; a run of more has several.
    private static let recordsAGeneration = 50_000
    /// What memory may grow from a fifth of the run on, in bytes.
    ///
    /// A writer's cache alone may take 32 MB, and there are three; without `isLong` other tests use the same process.
    private static var growthMax: Int { (isLong ? 96 : 400) * 1_048_576 }

    private static let isLong = ProcessInfo.processInfo.environment["PROJECTORD_TEST_LONG"] == "1"
    private static let seed =
        ProcessInfo.processInfo.environment["PROJECTORD_TEST_SEED"].flatMap { UInt64($0) }
        ?? UInt64.random(in: 1...999_999)

    @Test("R6, R17: of spoilt records each is applied, ignored or held, wholly and once, in memory that stays flat")
    func mutants() throws {
        let count = Self.isLong ? 1_000_000 : 10_000
        print("mutants: \(count) records, PROJECTORD_TEST_SEED=\(Self.seed)")
        var (done, early, applied, held) = (0, 0, 0, 0)
        while done < count {
            let part = min(count - done, Self.recordsAGeneration)
            var run = try MutantRun(seed: Self.seed &+ UInt64(done))
            try run.run(part) { inPart in
                if early == 0, done + inPart >= count / 5 { early = Self.residentBytes }
            }
            done += part
            applied += Int(run.total.applied)
            held += Int(run.total.held)
            if Self.isLong { print("  \(done): \(run.total), \(Self.residentBytes >> 20) MB") }
        }
        let late = Self.residentBytes
        print("mutants: \(applied) applied, \(held) held; \(early >> 20) MB, then \(late >> 20) MB resident")
        #expect(applied > count / 5 && held > count / 10, "the mutations hurt too much, or hardly")
        #expect(late - early < Self.growthMax, "\(early) bytes resident at first, \(late) at the end")
    }

    /// The resident memory of this process.
    private static var residentBytes: Int {
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
        return (pages.flatMap { Int($0[1]) } ?? 0) * 4_096
    }
}
