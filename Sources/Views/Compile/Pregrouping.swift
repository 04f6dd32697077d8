// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

/// Groups facts before they are joined, where GROUP BY holds a dimension's key and the aggregates read only facts.
///
/// `SELECT c.id, c.name, count(o.id) FROM c LEFT JOIN o ON o.cid = c.id GROUP BY c.id` becomes
/// `SELECT c.id, c.name, ifnull(h.a0, 0) FROM c LEFT JOIN (SELECT o.cid k0, count(o.id) a0 FROM o GROUP BY o.cid) h ON
/// h.k0 = c.id`. A change of a dimension's row then touches one row, and not those of all its facts.
struct Pregrouping {
    private let arm: SelectArm
    /// The names of the dimensions' items.
    private let dimensions: Set<String>
    /// Whether dimensions without facts are there too.
    private var isLeft = false
    private var links: [(fact: SQLExpression, dimension: SQLExpression)] = []
    private var outerTerms: [SQLExpression] = []
    private var innerTerms: [SQLExpression] = []
    private var linkTerms: [SQLExpression] = []
    private var facts: [FromItem] = []
    private var groups: [SQLExpression] = []
    private var aggregates: [SQLExpression] = []

    private static let name = "_h"

    /// The arm with its facts grouped first; nil if it is none of this kind.
    ///
    /// - Parameter keys: The names by which SELECTs take the key of what stands in FROM; nil if they cannot.
    static func of(_ arm: SelectArm, keys: (FromItem) -> [String]?) -> SelectArm? {
        guard arm.from.count > 1, !arm.group.isEmpty, !arm.expressions.contains(where: \.hasSelect) else { return nil }
        let dimensions = Self.dimensions(arm, keys)
        guard !dimensions.isEmpty, dimensions.count < arm.from.count else { return nil }
        var grouping = Pregrouping(arm, dimensions)
        return grouping.rewritten()
    }

    private init(_ arm: SelectArm, _ dimensions: Set<String>) {
        self.arm = arm
        self.dimensions = dimensions
    }

    /// The items whose key is in GROUP BY, and those that they look up by a whole key.
    private static func dimensions(_ arm: SelectArm, _ keys: (FromItem) -> [String]?) -> Set<String> {
        func isKey(_ item: FromItem, _ isGiven: (String) -> Bool) -> Bool {
            guard let key = keys(item), !key.isEmpty else { return false }
            return key.allSatisfy(isGiven)
        }
        var found: Set<String> = []
        for item in arm.from where item.join == .inner {
            if isKey(item, { arm.group.contains(.column(item.name, $0)) }) { found.insert(item.name) }
        }
        guard !found.isEmpty else { return [] }
        let inner = plainTerms(arm)
        var isLonger = true
        while isLonger {
            isLonger = false
            for item in arm.from where !found.contains(item.name) {
                let terms = item.join == .left ? item.condition?.conjuncts ?? [] : inner
                let known = found.union([item.name])
                if item.join == .left, !terms.allSatisfy({ $0.items.isSubset(of: known) }) { continue }
                let equal = Equality.of(item.name, in: terms).filter { equality in
                    !equality.other.items.isEmpty && equality.other.items.isSubset(of: found)
                }.map(\.column)
                guard isKey(item, equal.contains) else { continue }
                found.insert(item.name)
                isLonger = true
            }
        }
        return found
    }

    /// The terms that a row must meet, but for those of LEFT JOINs.
    private static func plainTerms(_ arm: SelectArm) -> [SQLExpression] {
        (arm.from.filter { $0.join == .inner }.map(\.condition) + [arm.condition]).compactMap(\.self)
            .flatMap(\.conjuncts)
    }

    private mutating func rewritten() -> SelectArm? {
        var terms = Self.plainTerms(arm)
        guard split(&terms) else { return nil }
        for term in terms {
            guard place(term, isOptional: false) else { return nil }
        }
        guard !links.isEmpty else { return nil }
        groups = links.map(\.fact).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        for group in arm.group where !isDimension(group) {
            guard !isLeft, isFact(group) else { return nil }
            if !groups.contains(group) { groups.append(group) }
        }
        var columns: [SelectArm.Column] = []
        for column in arm.columns {
            guard let shown = shown(column.expression) else { return nil }
            columns.append(SelectArm.Column(shown, name: column.name))
        }
        for term in arm.having?.conjuncts ?? [] {
            guard let shown = shown(term) else { return nil }
            outerTerms.append(shown)
        }
        return outer(columns)
    }

    // MARK: Which term goes where

    private func isFact(_ expression: SQLExpression) -> Bool {
        !expression.items.isEmpty && expression.items.isDisjoint(with: dimensions)
    }

    private func isDimension(_ expression: SQLExpression) -> Bool { expression.items.isSubset(of: dimensions) }

    /// Finds the facts, and what connects them where they are joined LEFT.
    private mutating func split(_ terms: inout [SQLExpression]) -> Bool {
        facts = arm.from.filter { !dimensions.contains($0.name) }
        guard facts[0].join == .left else {
            // What is joined LEFT to facts stays with them.
            return facts.filter { $0.join == .left }.allSatisfy { $0.condition.map(isFact) ?? false }
        }
        let own = facts[0].condition?.conjuncts ?? []
        let isRefused = terms.contains { LeftSplit.refusesMissing($0, facts[0].name) }
        facts[0].join = .inner
        facts[0].condition = nil
        if isRefused {
            terms += own
        } else {
            isLeft = true
            guard terms.allSatisfy(isDimension) else { return false }
            for term in own {
                guard place(term, isOptional: true) else { return false }
            }
        }
        var before: Set = [facts[0].name]
        for fact in facts.dropFirst() {
            guard fact.join == .left, let condition = fact.condition, isFact(condition),
                before.contains(where: { name in
                    condition.conjuncts.contains { LeftSplit.refusesMissing($0, name) }
                })
            else { return false }
            before.insert(fact.name)
        }
        return true
    }

    private mutating func place(_ term: SQLExpression, isOptional: Bool) -> Bool {
        if isFact(term) {
            innerTerms.append(term)
        } else if isDimension(term) {
            if isOptional { linkTerms.append(term) } else { outerTerms.append(term) }
        } else {
            guard case .infix(let symbol, let left, let right) = term.node, ["=", "=="].contains(symbol) else {
                return false
            }
            let (fact, dimension) = isFact(left) ? (left, right) : (right, left)
            guard case .column = fact.node, isFact(fact), case .column = dimension.node, isDimension(dimension) else {
                return false
            }
            links.append((fact, dimension))
        }
        return true
    }

    // MARK: The result

    /// An expression of the result by dimensions and groups of facts; nil if it cannot be.
    private mutating func shown(_ expression: SQLExpression) -> SQLExpression? {
        var copy = self
        var isPossible = true
        let shown = expression.rewritten { part -> SQLExpression? in
            if let place = copy.groups.firstIndex(of: part) {
                // Joined LEFT, a fact's own column is NULL where there is none, as the group's is.
                return .column(Self.name, "k\(place)")
            }
            if Aggregates.isAggregate(part) {
                guard case .call(let call) = part.node, let value = copy.aggregate(call, part) else {
                    isPossible = false
                    return part
                }
                return value
            }
            if case .column(let item?, _) = part.node, !copy.dimensions.contains(item) { isPossible = false }
            return nil
        }
        self = copy
        return isPossible ? shown : nil
    }

    private mutating func aggregate(_ call: SQLCall, _ part: SQLExpression) -> SQLExpression? {
        guard part.items.isDisjoint(with: dimensions) else { return nil }
        let place = aggregates.firstIndex(of: part) ?? aggregates.count
        if place == aggregates.count { aggregates.append(part) }
        let value = SQLExpression.column(Self.name, "a\(place)")
        guard isLeft else { return value }
        func otherwise(_ text: String) -> SQLExpression {
            SQLExpression(.call(SQLCall("ifnull", [value, SQLExpression(.literal(text))])), at: part.offset)
        }
        // A dimension without facts has one row of NULLs: it is counted by count(*), and by nothing else.
        guard let argument = call.arguments.first else {
            guard let filter = call.filter else { return otherwise("1") }
            return isNullWithoutFacts(filter) ? otherwise("0") : nil
        }
        guard call.arguments.count == 1, isNullWithoutFacts(argument) else { return nil }
        return switch call.name {
        case "count": otherwise("0")
        case "total": otherwise("0.0")
        default: value
        }
    }

    /// Whether an expression is NULL where the facts' columns are, as far as that is plain to see.
    private func isNullWithoutFacts(_ expression: SQLExpression) -> Bool {
        switch expression.node {
        case .column(let item?, _): !dimensions.contains(item)
        case .prefix(let symbol, let one): symbol != "NOT" && isNullWithoutFacts(one)
        case .cast(let one, _): isNullWithoutFacts(one)
        case .infix(let symbol, let left, let right):
            Self.strict.contains(symbol) && (isNullWithoutFacts(left) || isNullWithoutFacts(right))
        default: false
        }
    }

    private static let strict: Set<String> = [
        "+", "-", "*", "/", "%", "||", "=", "==", "<", ">", "<=", ">=", "<>", "!=",
    ]

    private func outer(_ columns: [SelectArm.Column]) -> SelectArm {
        let keys = groups.enumerated().map { SelectArm.Column($0.element, name: "k\($0.offset)") }
        let values = aggregates.enumerated().map { SelectArm.Column($0.element, name: "a\($0.offset)") }
        let inner = SelectArm(
            columns: keys + values,
            from: facts.map { fact in
                var fact = fact
                if fact.join == .inner { fact.condition = nil }
                return fact
            }, condition: Self.all(innerTerms), group: groups)
        let equal = links.map { link in
            let place = groups.firstIndex(of: link.fact) ?? 0
            return SQLExpression.infix("=", .column(Self.name, "k\(place)"), link.dimension)
        }
        var joined = FromItem(.select(Select(arms: [inner])), name: Self.name, at: facts[0].offset)
        var terms = outerTerms
        if isLeft {
            joined.join = .left
            joined.condition = Self.all(equal + linkTerms)
        } else {
            terms += equal
        }
        let rest = arm.from.filter { dimensions.contains($0.name) }.map { item in
            var item = item
            if item.join == .inner { item.condition = nil }
            return item
        }
        // First where it may, so that a row's key is that of the dimensions, which is never NULL.
        let from = isLeft ? rest + [joined] : [joined] + rest
        return SelectArm(columns: columns, from: from, condition: Self.all(terms))
    }

    private static func all(_ terms: [SQLExpression]) -> SQLExpression? {
        terms.dropFirst().reduce(terms.first) { whole, term in whole.map { .infix("AND", $0, term) } }
    }
}
