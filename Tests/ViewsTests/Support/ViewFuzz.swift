// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

@testable import Views

/// Writes random batches and compares each view with its SELECT after each.
struct ViewFuzz {
    /// The first difference, and what led to it.
    struct Failure {
        var view: String
        var rows: [String]
        var batches: [TestBatch]
    }

    let program: ViewProgram
    var flaw = Flaw()

    /// Runs one seed.
    ///
    /// - Returns: How many comparisons were made, and the first difference.
    func run(seed: UInt64, steps: Int) throws -> (comparisons: Int, failure: Failure?) {
        var random = SeededRandom(seed)
        let batches = (0..<steps).map { _ in TestBatch.random(&random) }
        // Half of the seeds begin with tables that no view has followed, and fill the views at once.
        let build = flaw.builds || random.isTrue(0.5) ? random.below(steps / 2) : nil
        return try run(batches, buildingAt: build)
    }

    func run(_ batches: [TestBatch], buildingAt build: Int? = nil) throws -> (comparisons: Int, failure: Failure?) {
        let bench = try ViewBench(program, flaw: flaw)
        var comparisons = 0
        for (index, batch) in batches.enumerated() {
            let isLoading = build.map { index <= $0 } ?? false
            do {
                try bench.write(batch, following: !isLoading)
                if index == build { try bench.build() }
            } catch {
                let failure = Failure(view: "-", rows: ["\(error)"], batches: Array(batches.prefix(index + 1)))
                return (comparisons, failure)
            }
            if isLoading, index != build { continue }
            if let (view, rows) = try bench.differences().first {
                return (comparisons, Failure(view: view, rows: rows, batches: Array(batches.prefix(index + 1))))
            }
            comparisons += bench.viewCount
        }
        return (comparisons, nil)
    }

    /// The failure with as few views, batches and events as still fail.
    func shrunk(_ failure: Failure) -> String {
        var best = failure
        var fuzz = self
        func fails(_ fuzz: ViewFuzz, _ batches: [TestBatch]) -> Failure? {
            (try? fuzz.run(batches))?.failure
        }
        guard fails(fuzz, best.batches) != nil else { return "only after a build: \(best)" }
        for view in program.views.reversed() where fuzz.program.views.count > 1 {
            let views = fuzz.program.views.filter { $0.name != view.name }
            guard let program = try? ViewProgram(views, over: TestTable.all.map(\.relation)) else { continue }
            var fewer = fuzz
            fewer = ViewFuzz(program: flaw.applied(to: program), flaw: flaw)
            if let next = fails(fewer, best.batches) { (fuzz, best) = (fewer, next) }
        }
        var isSmaller = true
        while isSmaller {
            isSmaller = false
            for batch in best.batches.indices.reversed() where batch < best.batches.count {
                for candidate in Self.without(best.batches, batch) {
                    guard let next = fails(fuzz, candidate) else { continue }
                    best = next
                    isSmaller = true
                    break
                }
            }
        }
        let views = fuzz.program.views.map { "\($0.name): \($0.sql)" }.joined(separator: "\n  ")
        return "\(best.view) differs: \(best.rows)\n  \(views)\n  "
            + best.batches.map(\.description).joined(separator: "\n  ")
    }

    /// The batches without one, or without one of its events.
    private static func without(_ batches: [TestBatch], _ index: Int) -> [[TestBatch]] {
        var whole = batches
        whole.remove(at: index)
        var results = [whole]
        for (table, (_, events)) in batches[index].tables.enumerated() {
            for event in events.indices {
                var fewer = batches
                fewer[index].tables[table].events.remove(at: event)
                results.append(fewer)
            }
        }
        return results
    }
}
