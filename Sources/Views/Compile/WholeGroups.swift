// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

/// What an arm computes of whole groups or partitions, and how its orders are completed (R22).
struct WholeGroups {
    /// Aggregates from which nothing can be taken away.
    static let ordered: Set<String> = ["group_concat", "json_group_array", "json_group_object"]
    /// Window functions that depend on the order of rows that are equal in what is ordered by.
    private static let placed: Set<String> = [
        "row_number", "ntile", "lag", "lead", "first_value", "last_value", "nth_value",
    ]

    /// Whether the arm calls window functions.
    static func hasWindow(_ arm: SelectArm) -> Bool {
        arm.columns.contains { column in
            column.expression.containsHere { if case .call(let call) = $0.node { call.over != nil } else { false } }
        }
    }

    /// Whether the arm's aggregates are computed again with each change.
    static func isOrdered(_ arm: SelectArm) -> Bool {
        (arm.columns.map(\.expression) + [arm.having].compactMap(\.self)).contains { expression in
            expression.containsHere {
                if case .call(let call) = $0.node { ordered.contains(call.name) && call.over == nil } else { false }
            }
        }
    }

    /// The terms that all windows of some expressions are partitioned by.
    static func partition(of expressions: [SQLExpression]) throws -> [SQLExpression] {
        var common: [SQLExpression]?
        var fault: SelectFault?
        for expression in expressions {
            expression.forEach { part in
                guard case .call(let call) = part.node, let window = call.over else { return }
                common = common.map { $0.filter(window.partition.contains) } ?? window.partition
                guard common?.isEmpty ?? true, fault == nil else { return }
                fault = SelectFault(
                    window.partition.isEmpty ? .windowWithoutPartition : .notSupportedYet, at: part.offset,
                    window.partition.isEmpty
                        ? "a window over all rows: each change would compute all again"
                        : "windows without a common PARTITION BY term",
                    hint: "PARTITION BY a column, or rank in a query")
            }
        }
        if let fault { throw fault }
        return common ?? []
    }

    /// The expression with the key behind the orders of its windows, where rows that tie would else come by chance.
    static func completed(_ expression: SQLExpression, by key: [SQLExpression]) -> SQLExpression {
        expression.rewritten { part in
            guard case .call(var call) = part.node, var window = call.over else { return nil }
            let isByRow = window.frame?.hasPrefix("ROWS") ?? false
            guard placed.contains(call.name) || ordered.contains(call.name) || isByRow else { return nil }
            window.order += key.filter { term in !window.order.contains { $0.expression == term } }
                .map { OrderTerm($0) }
            call.over = window
            return SQLExpression(.call(call), at: part.offset)
        }
    }
}
