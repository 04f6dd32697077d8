// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// SELECTs within expressions.
extension SelectRules {
    static let ownView = "make it a view of its own, or a SELECT in FROM, and join it"

    mutating func checkSelects(_ visit: ArmVisit) {
        let top = Set(visit.arm.condition?.conjuncts.filter(\.isMembership).map(\.offset) ?? [])
        for expression in visit.expressions {
            expression.walk { part in
                switch part.node {
                case .inSelect(let value, let isNot, let select):
                    checkMembership(part, value, isNot: isNot, select, isTop: top.contains(part.offset), visit)
                case .exists(let select): checkValue(part, select, visit)
                case .scalar(let select): checkValue(part, select, visit)
                default: break
                }
            }
        }
    }

    /// `IN (SELECT …)` is true, false or NULL; only where the last two do the same is it EXISTS.
    private mutating func checkMembership(
        _ part: SQLExpression, _ value: SQLExpression, isNot: Bool, _ select: Select, isTop: Bool, _ visit: ArmVisit
    ) {
        let rewrite = existence(value, select).map { "write \(isNot ? "NOT " : "")\($0)" }
        if isNot {
            let message = "NOT IN (SELECT …) finds nothing as soon as one value is NULL, \(source.quote(part))"
            fault(.unsupportedClause, part, message, hint: rewrite ?? "NOT EXISTS (SELECT 1 FROM … WHERE …)")
        } else if !isTop {
            let message = "IN (SELECT …) stands alone or beside AND in WHERE, \(source.quote(part))"
            fault(.unsupportedClause, part, message, hint: rewrite ?? "EXISTS (SELECT 1 FROM … WHERE …)")
        } else if isAggregate(select, visit) || select.arms.count > 1 {
            refuse(.unsupportedClause, part, "a grouped or united SELECT in an expression")
        }
    }

    private mutating func checkValue(_ part: SQLExpression, _ select: Select, _ visit: ArmVisit) {
        if select.arms.count > 1 || !select.common.isEmpty || isAggregate(select, visit) {
            refuse(.unsupportedClause, part, "a grouped or united SELECT in an expression")
        } else if !isCorrelated(select, visit) {
            refuse(
                .uncorrelated, part, "a SELECT in an expression that does not depend on the row",
                hint: "compare a column of the row in it, or ask it in the query that reads the view")
        }
    }

    private mutating func refuse(
        _ code: DiagnosticCode, _ part: SQLExpression, _ what: String, hint: String = Self.ownView
    ) {
        fault(code, part, "a view cannot have \(what), \(source.quote(part))", hint: hint)
    }

    private func isAggregate(_ select: Select, _ visit: ArmVisit) -> Bool {
        select.arms.contains { arm in
            let shown = arm.columns.map(\.expression) + [arm.having].compactMap(\.self)
            return !arm.group.isEmpty || arm.isDistinct || shown.contains { $0.contains(\.isAnyAggregate) }
        }
    }

    /// Whether a SELECT names anything of those around it.
    private func isCorrelated(_ select: Select, _ visit: ArmVisit) -> Bool {
        let around = Set((visit.scope.items + visit.scope.outer).map { SQLName.folded($0.name) })
        var isCorrelated = false
        ArmVisit.all(of: select, visit.types, .scalar, within: visit.scope) { inner in
            for expression in inner.expressions {
                expression.walk { part in
                    guard case .column(let item?, _) = part.node else { return }
                    if around.contains(SQLName.folded(item)) { isCorrelated = true }
                }
            }
        }
        return isCorrelated
    }

    /// `EXISTS` in place of an `IN (SELECT …)`; nil if the SELECT is more than a FROM with a WHERE.
    private func existence(_ value: SQLExpression, _ select: Select) -> String? {
        guard select.arms.count == 1, select.common.isEmpty, let arm = select.arms.first, arm.group.isEmpty,
            arm.having == nil, let column = arm.columns.first?.expression
        else { return nil }
        var result = SelectArm(columns: [.init(SQLExpression(.literal("1")), name: "")], from: arm.from)
        let equality = SQLExpression(.infix("=", column, value))
        result.condition = arm.condition.map { SQLExpression(.infix("AND", $0, equality)) } ?? equality
        return "EXISTS (\(printer.text(result)))"
    }
}

extension SQLExpression {
    fileprivate var isMembership: Bool { if case .inSelect = node { true } else { false } }

    fileprivate var isAnyAggregate: Bool { if case .call(let call) = node { call.isAggregate } else { false } }
}
