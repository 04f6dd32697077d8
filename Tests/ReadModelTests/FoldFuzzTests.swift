// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import ReadModel
import Testing

/// Holds the two executions of a fold equal: Swift's on cells, and SQLite's of the same text (R11).
@Suite struct FoldFuzzTests {
    /// The differences over random events, and how many outcomes were compared, applied and refused.
    private struct Tally {
        var compared = 0
        var applied = 0
        var differences: [String] = []
    }

    private func compare(
        rounds: Int, events: Int, seed: UInt64, change: (Assignment) -> Assignment = TwinModels.leftToSQLite
    ) throws -> Tally {
        var generator = Seeded(state: seed)
        var tally = Tally()
        for _ in 0..<rounds {
            let folds = RandomFolds(count: 60, using: &generator)
            let twins = try TwinModels(Definitions.read(folds.definition), change: change)
            for number in 0..<events {
                let record = folds.record(using: &generator)
                let (swift, sqlite) = try twins.put(record)
                tally.compared += 1
                tally.applied += swift.isApplied ? 1 : 0
                if swift != sqlite {
                    let expression = record.type.flatMap { Int($0.dropFirst()) }.map { folds.expressions[$0] } ?? ""
                    tally.differences.append("\(expression) of \(record.value ?? ""): Swift \(swift), SQLite \(sqlite)")
                    // The rows differ from here on.
                    break
                }
                if number == events / 2 { try twins.reopen() }
            }
        }
        return tally
    }

    @Test("R11: Swift and SQLite fold the same, value and type, or both refuse")
    func bothFoldTheSame() throws {
        let seed = UInt64.random(in: 0..<1_000_000)
        print("seed \(seed)")
        let tally = try compare(rounds: 30, events: 700, seed: seed)
        #expect(tally.differences == [], "seed \(seed)")
        #expect(tally.compared >= 20_000 || !tally.differences.isEmpty)
        #expect(tally.applied > tally.compared / 2)
        #expect(tally.applied < tally.compared)
    }

    /// Wrong executions that the comparison must catch.
    enum Mistake: CaseIterable {
        case unlifted, greaterForLesser, lesserForGreater, addedForSubtracted, textForNumber, keptForCoalesced
    }

    @Test("R11: a planted difference is found", arguments: Mistake.allCases)
    func findsDifferences(mistake: Mistake) throws {
        let tally = try compare(rounds: 4, events: 400, seed: 11) { FoldFuzzTests.planted(mistake, $0) }
        #expect(!tally.differences.isEmpty)
    }

    private static func planted(_ mistake: Mistake, _ assignment: Assignment) -> Assignment {
        var wrong = TwinModels.leftToSQLite(assignment)
        switch (mistake, assignment.form) {
        case (.unlifted, .add(.field)), (.unlifted, .least(.field)):
            wrong.sql.text = wrong.sql.text.replacing("coalesce", with: "max", maxReplacements: 1)
        case (.greaterForLesser, .least): wrong.form = assignment.form.flipped
        case (.lesserForGreater, .greatest): wrong.form = assignment.form.flipped
        case (.addedForSubtracted, .subtract): wrong.form = assignment.form.flipped
        case (.textForNumber, .value(.constant(.text))): wrong.form = .value(.constant(.integer(1)))
        case (.keptForCoalesced, .coalesce(let operand)): wrong.form = .value(operand)
        default: break
        }
        return wrong
    }
}

extension Assignment.Form {
    /// The opposite form.
    fileprivate var flipped: Assignment.Form {
        switch self {
        case .least(let operand): .greatest(operand)
        case .greatest(let operand): .least(operand)
        case .subtract(let operand): .add(operand)
        default: self
        }
    }
}
