// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events
import Foundation
import Testing

@testable import Definition

/// Holds what is printed of random SELECTs against their texts, by SQLite's programs, and spoils texts and printer.
@Suite struct SelectFuzzTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let seed: UInt64 = environment["PROJECTORD_TEST_SEED"].flatMap { UInt64($0) } ?? 20_263
    /// SELECTs that are to be accepted, or ten times as many with `PROJECTORD_TEST_LONG=1`.
    private static let wanted = environment["PROJECTORD_TEST_LONG"] == "1" ? 20_000 : 2_000
    private static let internalFault = "projectord does not understand"

    @Test("R25: SQLite compiles what is printed of 2,000 random SELECTs to the program of their text")
    func corpus() throws {
        print("PROJECTORD_TEST_SEED=\(Self.seed)")
        var accepted = 0
        var tried = 0
        var reasons: [String: Int] = [:]
        for round in 0..<Self.wanted / 20 where accepted < Self.wanted {
            var generator = SelectGenerator(seed: Self.seed &+ UInt64(round))
            let reader = SelectReader(relations: generator.relations)
            for _ in 0..<60 {
                tried += 1
                let text = generator.select()
                switch reader.read(name: "v", sql: .init(text, at: start)) {
                case .success(let view):
                    accepted += 1
                    guard accepted.isMultiple(of: 10) else { continue }
                    let again = reader.read(name: "v", sql: .init(SelectPrinter().text(view.select), at: start))
                    let printed = again.value.map { SelectPrinter().text($0.select) }
                    #expect(printed == SelectPrinter().text(view.select), "\(text)")
                    #expect(again.value?.columns == view.columns)
                case .failure(let list):
                    #expect(!list.all.contains { $0.message.hasPrefix(Self.internalFault) }, "\(text)\n\(list.all)")
                    let words = list.all[0].message.split(separator: " ").prefix(4).joined(separator: " ")
                    reasons["\(list.all[0].code) \(words)", default: 0] += 1
                }
            }
        }
        print("\(accepted) of \(tried) accepted")
        for (reason, count) in reasons.sorted(by: { $0.value > $1.value }).prefix(25) { print(count, reason) }
        #expect(accepted >= Self.wanted)
    }

    /// The tree with the operator at a place regrouped: `a x (b y c)` for `(a x b) y c` and the other way round.
    private func regrouped(_ expression: SQLExpression, _ place: inout Int) -> SQLExpression {
        guard case .infix(let sign, let left, let right) = expression.node else { return expression }
        var result = expression
        if case .infix(let inner, let first, let second) = left.node, inner != sign {
            place -= 1
            if place == 0 {
                let rest = SQLExpression(.infix(sign, second, right))
                result.node = .infix(inner, first, rest)
                return result
            }
        }
        let newLeft = regrouped(left, &place)
        let newRight = place > 0 ? regrouped(right, &place) : right
        result.node = .infix(sign, newLeft, newRight)
        return result
    }

    /// The text without one pair of parentheses around an operand, for each of them.
    private func withoutParentheses(_ text: String) -> [String] {
        guard let tokens = try? SQLTokenizer.tokens(text, .query) else { return [] }
        var open: [Int] = []
        var mutants: [String] = []
        for (index, token) in tokens.enumerated() {
            if token.isSymbol("(") { open.append(index) }
            guard token.isSymbol(")"), let start = open.popLast(), start > 0 else { continue }
            let before = tokens[start - 1]
            let isOperand =
                before.kind == .symbol ? before.text != "(" : ["and", "or", "not", "is"].contains(where: before.isWord)
            guard isOperand, !tokens[start + 1].isWord("select"),
                !tokens[start..<index].contains(where: { $0.isSymbol(",") })
            else { continue }
            let kept = tokens.enumerated().filter { $0.offset != start && $0.offset != index }
            mutants.append(kept.map(\.element.text).joined(separator: " "))
        }
        return mutants
    }

    @Test("a printer that forgets parentheses, or regroups operators, is caught")
    func mutants() throws {
        var generator = SelectGenerator(seed: Self.seed)
        let oracle = SelectOracle(relations: generator.relations)
        let reader = SelectReader(relations: generator.relations)
        var (regroupings, regroupingsCaught, drops, dropsCaught) = (0, 0, 0, 0)
        for _ in 0..<4_000 where regroupings < 50 || drops < 50 {
            let text = generator.select()
            guard let view = reader.read(name: "v", sql: .init(text, at: start)).value else { continue }
            let printed = SelectPrinter().text(view.select)
            if let condition = view.select.arms[0].condition {
                var place = 1
                var select = view.select
                select.arms[0].condition = regrouped(condition, &place)
                if place <= 0 {
                    regroupings += 1
                    if oracle.difference(text, SelectPrinter().text(select), view.select) != nil {
                        regroupingsCaught += 1
                    }
                }
            }
            let spaced = try SQLTokenizer.tokens(printed, .query).map(\.text).joined(separator: " ")
            let whole = SelectPrinter().text(try SelectParser.parse(spaced))
            for mutant in withoutParentheses(printed).prefix(3) {
                // Some parentheses only say what SQLite's precedence says too.
                guard let parsed = try? SelectParser.parse(mutant), SelectPrinter().text(parsed) != whole,
                    oracle.refusal(of: mutant) == nil
                else { continue }
                drops += 1
                if oracle.difference(text, mutant, view.select) != nil { dropsCaught += 1 }
            }
        }
        print("regrouped \(regroupingsCaught) of \(regroupings), dropped \(dropsCaught) of \(drops)")
        // What stands beside AND with a constant that is false, SQLite leaves out.
        #expect(regroupings >= 50 && regroupingsCaught * 100 >= regroupings * 97)
        // SQLite makes the same of a AND (b AND c) as of a AND b AND c.
        #expect(drops >= 50 && dropsCaught * 10 >= drops * 9)
    }

    /// A text with some tokens dropped, doubled, swapped or replaced.
    private func spoilt(_ text: String, _ generator: inout SelectGenerator) -> String {
        guard var words = (try? SQLTokenizer.tokens(text, .query))?.map(\.text), words.count > 3 else { return text }
        let strange = [
            "(", ")", ",", ".", "*", "NOT", "SELECT", "FROM", "AS", "CASE", "END", "IN", "EXISTS", "'", "\"", ":p",
            "BETWEEN", "AND",
            "UNION", "OVER", "PARTITION BY", "ORDER BY", "LIMIT", "-", "[", "é", "\u{0}", ";", "WITH", "FILTER", "1e",
            "==",
            "USING", "NATURAL JOIN", "ON", "CAST", "COLLATE", "IS", "NULL", "ROWS", "WINDOW", "->", "x'0", "left",
            "end",
        ]
        for _ in 0..<Int.random(in: 1...3, using: &generator.random) {
            let index = Int.random(in: words.indices, using: &generator.random)
            let other = Int.random(in: words.indices, using: &generator.random)
            switch Int.random(in: 0..<5, using: &generator.random) {
            case 0 where words.count > 2: words.remove(at: index)
            case 1: words.insert(words[other], at: index)
            case 2: words.swapAt(index, other)
            case 3: words[index] = generator.pick(strange)
            default: words.insert(generator.pick(strange), at: index)
            }
        }
        return words.joined(separator: " ")
    }

    @Test("a spoilt text never traps, is told with a place in it, and is not read otherwise than SQLite reads it")
    func malformed() {
        print("PROJECTORD_TEST_SEED=\(Self.seed)")
        var accepted = 0
        for round in 0..<Self.wanted / 80 {
            var generator = SelectGenerator(seed: Self.seed &+ 1_000 &+ UInt64(round))
            let reader = SelectReader(relations: generator.relations)
            let oracle = SelectOracle(relations: generator.relations)
            for _ in 0..<60 {
                let whole = generator.select()
                let text = spoilt(whole, &generator)
                guard case .failure(let list) = reader.read(name: "v", sql: .init(text, at: start)) else {
                    accepted += 1
                    continue
                }
                let end = start.column + text.utf8.count
                #expect(!list.all.isEmpty)
                #expect(
                    list.all.allSatisfy { $0.place.line > start.line || (start.column...end).contains($0.place.column) }
                )
                #expect(!list.all.contains { $0.message.hasPrefix(Self.internalFault) }, "\(text)\n\(list.all)")
                // What SQLite takes, the parser takes too, or has a reason.
                guard oracle.refusal(of: text) == nil else { continue }
                #expect(!list.all.contains { $0.message.hasPrefix("expected ") }, "\(text)\n\(list.all)")
                #expect(!list.all.contains { $0.message.hasPrefix("no such column") }, "\(text)\n\(list.all)")
            }
        }
        print("\(accepted) spoilt texts accepted")
    }

    private static let huge = [
        String(repeating: "(", count: 30_000), "SELECT " + String(repeating: "(", count: 30_000) + "1",
        "SELECT " + String(repeating: "NOT ", count: 15_000) + "1 AS x FROM orders",
        "SELECT " + String(repeating: "- ", count: 30_000) + "1 AS x FROM orders",
        "SELECT 1" + String(repeating: "+1", count: 30_000) + " AS x FROM orders",
        String(repeating: "SELECT * FROM (", count: 4_000), "SELECT " + String(repeating: "abs(", count: 15_000),
        "SELECT " + String(repeating: "CASE WHEN ", count: 6_000), String(repeating: "WITH a AS (", count: 5_000),
        "SELECT id FROM orders WHERE " + String(repeating: "EXISTS (SELECT 1 FROM orders WHERE ", count: 1_500),
        "SELECT id FROM orders -- " + String(repeating: "x", count: 70_000),
        "SELECT " + String(repeating: "id, ", count: 15_000) + "id FROM orders",
        "SELECT id FROM orders WHERE id IN (" + String(repeating: "1,", count: 30_000) + "1)",
        "SELECT id FROM orders" + String(repeating: ", orders", count: 7_000),
        "SELECT id FROM orders" + String(repeating: " UNION SELECT id FROM orders", count: 2_000),
        String(repeating: "\u{0}", count: 100), String(repeating: "é", count: 1_000),
    ]

    @Test("depth and length are bounded", arguments: huge.indices)
    func bounds(index: Int) {
        let text = Self.huge[index]
        guard case .failure(let list) = SelectSamples.read(text) else { return }
        #expect(list.all.first?.code == .badView || list.all.first?.code == .repeatedName)
        // The parser alone is bounded too.
        _ = try? SelectParser.parse(text)
    }
}
