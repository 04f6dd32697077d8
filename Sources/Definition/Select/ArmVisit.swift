// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// One arm of a resolved SELECT with what is around it: what checks look at.
struct ArmVisit {
    /// Where its SELECT stands.
    enum Role {
        case view, part, scalar, exists, membership
    }

    /// The arm.
    var arm: SelectArm
    /// The ORDER BY of its SELECT, if that has no other arm.
    var order: [OrderTerm]
    /// The SELECT.
    var select: Select
    /// Where that stands.
    var role: Role
    /// What its expressions may name.
    var scope: SelectScope
    /// Tells types in it.
    var types: SelectTypes

    /// All expressions, in the order of the text.
    var expressions: [SQLExpression] {
        arm.columns.map(\.expression) + arm.from.compactMap(\.condition) + [arm.condition].compactMap(\.self)
            + arm.group + [arm.having].compactMap(\.self) + order.map(\.expression)
    }

    /// Whether its rows are groups.
    var isAggregate: Bool {
        let shown = arm.columns.map(\.expression) + [arm.having].compactMap(\.self) + order.map(\.expression)
        return !arm.group.isEmpty || shown.contains { $0.contains(\.isGroupAggregate) }
    }

    /// What is known of an expression's values.
    func type(_ expression: SQLExpression) -> ExpressionType {
        types.type(of: expression, in: scope, isGrouped: !arm.group.isEmpty)
    }

    /// Visits the arms of a SELECT and of all SELECTs in it.
    static func all(
        of select: Select, _ types: SelectTypes, _ role: Role = .view, within outer: SelectScope? = nil,
        _ visit: (ArmVisit) -> Void
    ) {
        var types = types
        for table in select.common {
            all(of: table.select, types, .part, within: outer, visit)
            types = types.adding([table], within: outer)
        }
        for arm in select.arms {
            for case .select(let part) in arm.from.map(\.source) { all(of: part, types, .part, within: outer, visit) }
            let this = ArmVisit(
                arm: arm, order: select.arms.count == 1 ? select.order : [], select: select, role: role,
                scope: types.scope(of: arm, within: outer), types: types)
            visit(this)
            for expression in this.expressions {
                expression.walk { part in
                    guard let inner = part.select else { return }
                    all(of: inner, types, part.selectRole, within: this.scope, visit)
                }
            }
        }
    }
}

extension SQLExpression {
    /// Whether it is an aggregate of a group, and no window function.
    var isGroupAggregate: Bool {
        if case .call(let call) = node { call.isAggregate && call.over == nil } else { false }
    }

    fileprivate var selectRole: ArmVisit.Role {
        switch node {
        case .exists: .exists
        case .inSelect: .membership
        default: .scalar
        }
    }
}
