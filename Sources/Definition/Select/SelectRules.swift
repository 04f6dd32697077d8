// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What a view cannot have though SQLite can, as far as the text and the types show it.
///
/// What also takes to know how a view is kept, such as joins without an equality, its compiler refuses.
struct SelectRules {
    let source: SelectSource
    private(set) var faults: [SelectFault] = []
    /// Writes rewrites, with quotes only where a name needs them.
    let printer = SelectPrinter.forPeople

    /// The faults of a resolved SELECT, in the order of the text.
    static func faults(_ select: Select, _ types: SelectTypes, _ source: SelectSource) -> [SelectFault] {
        var rules = SelectRules(source: source)
        rules.checkLimit(select)
        var visits: [ArmVisit] = []
        ArmVisit.all(of: select, types) { visits.append($0) }
        for visit in visits { rules.check(visit) }
        var seen: Set<SelectFault> = []
        return rules.faults.filter { seen.insert($0).inserted }.sorted { $0.offset < $1.offset }
    }

    private init(source: SelectSource) { self.source = source }

    /// Notes a fault of a term.
    mutating func fault(_ code: DiagnosticCode, _ term: SQLExpression, _ message: String, hint: String) {
        // What stands for several columns is not rewritten as one.
        let hint = source.isStar(term) ? "name the columns instead of \(source.term(term))" : hint
        faults.append(SelectFault(code, at: term.offset, message, hint: hint))
    }

    private mutating func check(_ visit: ArmVisit) {
        if visit.arm.from.isEmpty, let first = visit.arm.columns.first {
            fault(.badView, first.expression, "a SELECT without FROM", hint: "SELECT … FROM …")
        }
        checkJoins(visit)
        checkSelects(visit)
        checkGroups(visit)
        checkKeys(visit)
        checkRaising(visit)
        for expression in visit.expressions {
            expression.walk { part in check(part, visit) }
        }
    }

    /// Looks at one expression, not at those below it.
    private mutating func check(_ part: SQLExpression, _ visit: ArmVisit) {
        switch part.node {
        case .row:
            fault(
                .unsupportedClause, part, "a view cannot have several values in parentheses, \(source.quote(part))",
                hint: "a = c AND b = d")
        case .call(let call): check(call, part, visit)
        case .column(let item?, _):
            let isOuter = visit.role == .part && !visit.scope.items.contains { SQLName.equal($0.name, item) }
            guard isOuter else { return }
            fault(
                .unsupportedClause, part, "\(source.quote(part)) is from outside of a SELECT in FROM",
                hint: "join the tables in the FROM itself, and compare there")
        default: break
        }
    }

    /// LIMIT and OFFSET are whole numbers.
    private mutating func checkLimit(_ select: Select) {
        for limit in [select.limit, select.skip].compactMap(\.self) {
            if case .literal(let text) = limit.node, Int(text) != nil { continue }
            fault(
                .unsupportedClause, limit, "a view cannot have \(source.quote(limit)) in LIMIT",
                hint: "a whole number, or LIMIT in the query that reads the view")
        }
    }

    /// The condition of a LEFT JOIN names what stands before.
    private mutating func checkJoins(_ visit: ArmVisit) {
        for (index, item) in visit.arm.from.enumerated() where item.join == .left {
            let later = visit.arm.from[(index + 1)...].map(\.name)
            item.condition?.walk { part in
                guard case .column(let name?, _) = part.node, later.contains(where: { SQLName.equal($0, name) }) else {
                    return
                }
                fault(
                    .unsupportedClause, part, "\(source.quote(part)) is joined after this LEFT JOIN",
                    hint: "move the LEFT JOIN to the end of the FROM")
            }
        }
    }
}
