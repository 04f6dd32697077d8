// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

extension SQLExpression {
    /// The expression as SQL that stands wherever an operand may.
    var sql: String {
        let text = SelectPrinter().text(self)
        return switch node {
        case .column, .literal, .call, .cast: text
        default: "(\(text))"
        }
    }
}
