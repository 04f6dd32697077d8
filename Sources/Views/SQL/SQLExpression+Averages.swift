// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

extension SQLExpression {
    /// What a call of `avg` or `total` is kept as: exact until the last step (R21); nil for anything else.
    var exactlyAveraged: SQLExpression? {
        guard case .call(let call) = node, call.arguments.count == 1, call.over == nil else { return nil }
        func named(_ name: String) -> SQLExpression {
            var call = call
            call.name = name
            return SQLExpression(.call(call), at: offset)
        }
        let sum = SQLExpression(.cast(named("sum"), "REAL"), at: offset)
        switch call.name {
        case "avg": return .infix("/", sum, named("count"))
        case "total": return SQLExpression(.call(SQLCall("ifnull", [sum, SQLExpression(.literal("0.0"))])), at: offset)
        default: return nil
        }
    }
}
