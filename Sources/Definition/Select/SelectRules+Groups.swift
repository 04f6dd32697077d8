// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events

/// Groups: what they show, and what tells them apart.
extension SelectRules {
    /// In a SELECT of groups, a column outside of aggregates is one of the group's (R23).
    mutating func checkGroups(_ visit: ArmVisit) {
        guard visit.isAggregate else { return }
        let determined = visit.scope.items.filter { item in
            !item.key.isEmpty
                && item.key.allSatisfy { key in visit.arm.group.contains { $0.isColumn(key, of: item.name) } }
        }.map(\.name)
        let shown = visit.arm.columns.map(\.expression) + [visit.arm.having].compactMap(\.self)
        for expression in shown + visit.order.map(\.expression) {
            checkBare(expression, visit, determined: determined)
        }
    }

    /// - Parameter isInside: Whether it stands in a SELECT in an expression.
    private mutating func checkBare(
        _ expression: SQLExpression, _ visit: ArmVisit, determined: [String], isInside: Bool = false
    ) {
        guard !visit.arm.group.contains(expression), !expression.isGroupAggregate else { return }
        if case .call(let call) = expression.node, call.over != nil {
            fault(
                .unsupportedClause, expression, "a window function over groups, \(source.quote(expression))",
                hint: "put the GROUP BY into a SELECT in FROM, and the window around it")
            return
        }
        if case .column(let item?, _) = expression.node {
            guard visit.scope.items.contains(where: { SQLName.equal($0.name, item) }), !determined.contains(item) else {
                return
            }
            let term = source.term(expression)
            fault(
                .bareColumn, expression, "\(Wording.quote(term)) is any of its group's values",
                hint: isInside
                    ? "put the GROUP BY into a SELECT in FROM, and this around it"
                    : "write \(shown("max(\(term))", expression, visit)), or add it to GROUP BY")
            return
        }
        for child in expression.children { checkBare(child, visit, determined: determined) }
        if let select = expression.select { checkBareInside(select, visit, determined: determined) }
    }

    /// Columns of the groups' rows that a SELECT in an expression names.
    private mutating func checkBareInside(_ select: Select, _ visit: ArmVisit, determined: [String]) {
        var found: [SQLExpression] = []
        ArmVisit.all(of: select, visit.types, .scalar, within: visit.scope) { inner in
            for expression in inner.expressions {
                expression.walk { part in
                    guard case .column(let item?, _) = part.node,
                        visit.scope.items.contains(where: { SQLName.equal($0.name, item) })
                    else { return }
                    found.append(part)
                }
            }
        }
        for part in found { checkBare(part, visit, determined: determined, isInside: true) }
    }

    /// What groups, DISTINCT and UNION tell rows apart by has a type and is compared byte by byte (R23).
    mutating func checkKeys(_ visit: ArmVisit) {
        for key in visit.arm.group { checkKey(key, visit, "GROUP BY") }
        let columns = visit.arm.columns.map(\.expression)
        if visit.arm.isDistinct { for column in columns { checkKey(column, visit, "DISTINCT") } }
        if visit.select.keepsRepeats.contains(false) { for column in columns { checkKey(column, visit, "UNION") } }
        checkUnion(visit)
        guard visit.role == .view || visit.role == .part else { return }
        for column in columns where visit.isCollated(column) {
            fault(
                .unsupportedClause, column, "a result column with a collation, \(source.quote(column))",
                hint: "write \(shown(lowered(column), column, visit))")
        }
    }

    /// The SELECTs of a UNION give a column one type.
    private mutating func checkUnion(_ visit: ArmVisit) {
        guard visit.select.keepsRepeats.contains(false), visit.arm == visit.select.arms.first else { return }
        let common = visit.types.columns(of: visit.select)
        for (column, shown) in zip(visit.arm.columns, common) where shown.type == nil {
            guard visit.type(column.expression).type != nil else { continue }
            fault(
                .notInvertible, column.expression, "the SELECTs of this UNION give '\(column.name)' several types",
                hint: "in each CAST(… AS TEXT), or UNION ALL")
        }
    }

    private mutating func checkKey(_ key: SQLExpression, _ visit: ArmVisit, _ clause: String) {
        let term = source.term(key)
        let type = visit.type(key)
        if type.type == nil, !type.isNull {
            fault(
                .notInvertible, key, "the type of \(Wording.quote(term)) in \(clause) is not known",
                hint: "write \(shown("CAST(\(term) AS TEXT)", key, visit)), or AS INTEGER"
                    + (clause == "GROUP BY" ? ", there and where it is shown" : ""))
        } else if visit.isCollated(key), clause == "GROUP BY" {
            fault(
                .notInvertible, key, "\(Wording.quote(term)) in \(clause) takes different texts for one",
                hint: "write \(lowered(key)), there and where it is shown")
        }
    }

    /// A collated expression by its lower-case form.
    func lowered(_ expression: SQLExpression) -> String {
        if case .collate(let inner, _) = expression.node { return "lower(\(source.term(inner)))" }
        return "lower(…) without COLLATE"
    }

    /// A rewrite of an expression, with the name that it has as a result column without AS.
    private func shown(_ rewrite: String, _ expression: SQLExpression, _ visit: ArmVisit) -> String {
        let column = visit.arm.columns.first {
            $0.expression.offset == expression.offset && $0.expression.end == expression.end
        }
        guard let column, !source.isNamed(after: expression.end) else { return rewrite }
        let isWord = SelectParser.isPlain(column.name)
        return "\(rewrite) AS \(isWord ? column.name : SQLName.quoted(column.name))"
    }

    /// Sums are exact, and what a group keeps of its values has one type (R21).
    mutating func checkArguments(_ call: SQLCall, _ part: SQLExpression, _ visit: ArmVisit) {
        guard call.isAggregate, let argument = call.arguments.first else { return }
        let type = visit.type(argument)
        let term = source.term(argument)
        let factor = argument.children.isEmpty ? term : "(\(term))"
        let hundredths = "CAST(round(\(factor) * 100) AS INTEGER)"
        if ["sum", "total", "avg"].contains(call.name), !type.isNull {
            if type.type == .real {
                fault(
                    .notInvertible, part, "a sum of reals depends on their order, \(source.quote(part))",
                    hint: "write \(call.name)(\(hundredths)), or declare the column as decimal(2)")
            } else if type.type?.isStoredAsInteger != true {
                fault(
                    .notInvertible, part, "\(Wording.quote(term)) in \(call.name) is no number for certain",
                    hint: "write \(call.name)(CAST(\(term) AS INTEGER))")
            }
            return
        }
        guard call.isDistinct || call.name == "min" || call.name == "max" else { return }
        if type.type == nil, !type.isNull {
            fault(
                .notInvertible, part, "the type of \(Wording.quote(term)) in \(call.name) is not known",
                hint: "write \(call.name)(\(call.isDistinct ? "DISTINCT " : "")CAST(\(term) AS TEXT)), or AS INTEGER")
        } else if visit.isCollated(argument) {
            fault(
                .notInvertible, part, "\(Wording.quote(term)) in \(call.name) takes different texts for one",
                hint: "write \(call.name)(\(call.isDistinct ? "DISTINCT " : "")\(lowered(argument)))")
        }
    }
}

extension ArmVisit {
    /// Whether texts that differ may be the same in an expression's result.
    func isCollated(_ expression: SQLExpression) -> Bool {
        guard type(expression).type.map(\.isStoredAsText) ?? true else { return false }
        return expression.contains { part in
            if case .collate(_, let name) = part.node { !SQLName.equal(name, "binary") } else { false }
        }
    }
}

extension SQLExpression {
    fileprivate func isColumn(_ column: String, of item: String) -> Bool {
        if case .column(item?, let name) = node { SQLName.equal(name, column) } else { false }
    }
}
