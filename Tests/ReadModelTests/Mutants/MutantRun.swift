// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Mutants
import ReadModel
import Testing

/// Mutants applied three times: in batches of any size, one by one, and without those that were held or ignored.
struct MutantRun {
    private static let batchMax = 200

    private let seed: UInt64
    private var mutants: Mutants
    private var numbers: SeededNumbers
    private let batched: MutantModel
    private let single: MutantModel
    private let chosen: MutantModel
    private var next: [String: Int64] = [:]
    private(set) var total = Accounting()

    init(seed: UInt64) throws {
        self.seed = seed
        mutants = try Mutants(seed: seed)
        numbers = SeededNumbers(seed: seed ^ 0xB47C)
        batched = try MutantModel(isCareful: false)
        single = try MutantModel(isCareful: true)
        chosen = try MutantModel(isCareful: false)
    }

    /// Applies so many mutants; `onBatch` is told how many there were.
    mutating func run(_ count: Int, onBatch: (Int) throws -> Void) throws {
        var done = 0
        while done < count {
            let batch = (0..<min(count - done, 1 + numbers.below(Self.batchMax))).map { _ in delivered() }
            done += batch.count
            try batched.put(batch)
            let applied = try batch.filter { try isApplied($0) }
            try chosen.put(applied)
            if numbers.chance(in: 2) { try batched.commit() }
            if numbers.chance(in: 4) { try chosen.commit() }
            if numbers.chance(in: 8) { try single.commit() }
            if numbers.chance(in: 40) {
                try batched.commit()
                try batched.reopen()
            }
            try onBatch(done)
        }
        try compare(count)
    }

    private mutating func delivered() -> MutantModel.Delivered {
        let mutant = mutants.next()
        let offset = next["\(mutant.source)/\(mutant.partition)", default: 0]
        next["\(mutant.source)/\(mutant.partition)"] = offset + 1
        return MutantModel.Delivered(mutant: mutant, offset: offset)
    }

    /// Applies one record alone: it is counted once, and changes rows only if it is applied.
    private func isApplied(_ record: MutantModel.Delivered) throws -> Bool {
        let place = try single.place(of: record.mutant)
        let (before, dirty) = (single.writer.positions[place].accounting, single.writer.dirtyRows)
        try single.put([record])
        let after = single.writer.positions[place].accounting
        let what = "seed \(seed), \(MutantProjection.topics[record.mutant.source].name)@\(record.offset)"
        try #require(after.delivered == before.delivered + 1 && after.isBalanced, "\(what): \(after)")
        let isApplied = after.applied == before.applied + 1
        if !isApplied { try #require(single.writer.dirtyRows == dirty, "\(what) changed rows: \(after)") }
        return isApplied
    }

    private mutating func compare(_ count: Int) throws {
        for model in [batched, single, chosen] { try model.commit() }
        for account in batched.accounts.values {
            #expect(account.isBalanced, "seed \(seed): \(account)")
            total = total + account
        }
        #expect(total.delivered == Int64(count) && total.skipped == 0, "seed \(seed): \(total)")
        #expect(batched.accounts == single.accounts, "seed \(seed)")
        #expect(chosen.accounts.mapValues(\.applied) == batched.accounts.mapValues(\.applied), "seed \(seed)")
        #expect(chosen.accounts.values.allSatisfy { $0.applied == $0.delivered }, "seed \(seed)")
        let held = try batched.held()
        #expect(held.count == Int(total.held), "seed \(seed): held rows against the account")
        expectSame(held, try single.held(), "held")
        print("  held: \(try single.causes().joined(separator: ", "))")
        for table in MutantProjection.tables {
            let rows = try batched.rows(of: table)
            expectSame(rows, try single.rows(of: table), "\(table), one by one")
            expectSame(rows, try chosen.rows(of: table), "\(table), without what was not applied")
            // A truncate may have been the last of its table.
            #expect(!rows.isEmpty || table == "ops", "seed \(seed): no row in \(table)")
        }
    }

    private func expectSame(_ found: [String], _ expected: [String], _ what: String) {
        guard found != expected else { return }
        let (more, less) = (Set(found).subtracting(expected), Set(expected).subtracting(found))
        let words = [more, less].map { $0.sorted().prefix(3).map { $0.prefix(400) }.joined(separator: "\n    ") }
        Issue.record("seed \(seed): \(what)\n  more:\n    \(words[0])\n  less:\n    \(words[1])")
    }
}

extension Accounting {
    fileprivate static func + (first: Accounting, second: Accounting) -> Accounting {
        var sum = first
        sum.delivered += second.delivered
        sum.applied += second.applied
        sum.noHandler += second.noHandler
        sum.repeated += second.repeated
        sum.stale += second.stale
        sum.message += second.message
        sum.held += second.held
        sum.skipped += second.skipped
        return sum
    }
}
