// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

extension Select {
    /// The names of all relations that are read, those of its own common tables left out.
    public var relations: Set<String> {
        var names = Set(common.flatMap { $0.select.relations })
        for arm in arms { names.formUnion(arm.relations) }
        for expression in order.map(\.expression) + [limit, skip].compactMap(\.self) {
            names.formUnion(expression.relations)
        }
        return names.subtracting(common.map(\.name))
    }
}

extension SelectArm {
    fileprivate var relations: Set<String> {
        var names: Set<String> = []
        for item in from {
            switch item.source {
            case .relation(let name): names.insert(name)
            case .select(let select): names.formUnion(select.relations)
            }
        }
        let expressions = columns.map(\.expression) + group + from.compactMap(\.condition)
        for expression in expressions + [condition, having].compactMap(\.self) {
            names.formUnion(expression.relations)
        }
        return names
    }
}

extension SQLExpression {
    fileprivate var relations: Set<String> {
        var names: Set<String> = []
        for select in selects { names.formUnion(select.relations) }
        for part in parts { names.formUnion(part.relations) }
        return names
    }

    /// The SELECTs right in it.
    private var selects: [Select] {
        switch node {
        case .inSelect(_, _, let select), .exists(let select), .scalar(let select): [select]
        default: []
        }
    }

    /// The expressions right in it.
    private var parts: [SQLExpression] {
        switch node {
        case .literal, .column, .exists, .scalar: []
        case .prefix(_, let operand), .postfix(_, let operand), .cast(let operand, _), .collate(let operand, _):
            [operand]
        case .infix(_, let left, let right): [left, right]
        case .like(_, _, let left, let right, let escape): [left, right] + [escape].compactMap(\.self)
        case .between(let value, _, let low, let high): [value, low, high]
        case .inList(let value, _, let list): [value] + list
        case .inSelect(let value, _, _): [value]
        case .choice(let base, let choices, let otherwise):
            [base, otherwise].compactMap(\.self) + choices.flatMap { [$0.when, $0.then] }
        case .call(let call):
            call.arguments + [call.filter].compactMap(\.self) + (call.over?.partition ?? [])
                + (call.over?.order.map(\.expression) ?? [])
        case .row(let values): values
        }
    }
}
