// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Testing

@testable import Views

@Suite("Views against their SELECTs")
struct ViewFuzzTests {
    /// How many comparisons each fuzz makes; the environment variable makes it long.
    private static let comparisonsMin =
        ProcessInfo.processInfo.environment["PROJECTORD_VIEW_COMPARISONS"].flatMap { Int($0) } ?? 50_000

    private static let firstSeed =
        ProcessInfo.processInfo.environment["PROJECTORD_VIEW_SEED"].flatMap { UInt64($0) } ?? 0

    @Test("views written by hand are what their SELECTs say after each batch")
    func handViews() throws {
        let fuzz = ViewFuzz(program: try HandViews.compiled())
        var comparisons = 0
        var seed = Self.firstSeed
        while comparisons < Self.comparisonsMin {
            let (count, failure) = try fuzz.run(seed: seed, steps: 40)
            if let failure {
                Issue.record("seed \(seed): \(fuzz.shrunk(failure))")
                return
            }
            comparisons += count
            seed += 1
        }
        print("views written by hand: seeds \(Self.firstSeed) to \(seed - 1), \(comparisons) comparisons")
    }

    @Test("random views are what their SELECTs say after each batch")
    func randomViews() throws {
        var comparisons = 0
        var seed = Self.firstSeed
        var accepted = 0
        var firstRows = 0
        var groupedFirst = 0
        var refused: [String: Int] = [:]
        var examples: [String: String] = [:]
        while comparisons < Self.comparisonsMin {
            var views = RandomViews(seed: seed)
            let program = try views.compiled(12)
            refused.merge(views.refused, uniquingKeysWith: +)
            examples.merge(views.examples, uniquingKeysWith: { one, _ in one })
            accepted += program.views.count
            firstRows += program.nodes.filter { $0.apply.contains { $0.sql.contains("\"_x\" WHERE") } }.count
            groupedFirst += program.nodes.filter { $0.apply.contains { $0.sql.contains("AS \"_h") } }.count
            let fuzz = ViewFuzz(program: program)
            let (count, failure) = try fuzz.run(seed: seed, steps: 25)
            if let failure {
                Issue.record("seed \(seed): \(fuzz.shrunk(failure))")
                return
            }
            comparisons += count
            seed += 1
        }
        print("random views: seeds \(Self.firstSeed) to \(seed - 1), \(accepted) views, \(comparisons) comparisons")
        print("  \(groupedFirst) group facts first, \(firstRows) keep the first rows of partitions")
        #expect(comparisons < 10_000 || groupedFirst > 0 && firstRows > 0)
        for (reason, count) in refused.sorted(by: { $0.value > $1.value }).prefix(8) {
            print("  \(count) \(reason), such as \(examples[reason] ?? "")")
        }
    }
}
