// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events

/// Functions: which may be called, and with what.
extension SelectRules {
    private static let timeHint = "pass the time as a parameter of the query that reads the view"

    mutating func check(_ call: SQLCall, _ part: SQLExpression, _ visit: ArmVisit) {
        if !PureFunctions.view.contains(call.name) { return checkUnknown(call, part) }
        if ClockCheck.functions.contains(call.name) { checkClock(call, part, visit) }
        checkArguments(call, part, visit)
        guard let window = call.over else { return }
        guard !window.partition.isEmpty else {
            fault(
                .windowWithoutPartition, part, "every row is in the one window of \(source.quote(part))",
                hint: "OVER (PARTITION BY … ORDER BY …)")
            return
        }
        for key in window.partition where visit.isCollated(key) {
            fault(
                .unsupportedClause, key, "a PARTITION BY with a collation, \(source.quote(key))",
                hint: "write \(lowered(key))")
        }
    }

    private mutating func checkUnknown(_ call: SQLCall, _ part: SQLExpression) {
        if PureFunctions.changing.contains(call.name) {
            let message = "\(source.quote(part)) differs from one run to the next"
            return fault(.nondeterministic, part, message, hint: Self.timeHint)
        }
        let hint = "compute it in the query that reads the view"
        fault(.badView, part, "the function \(call.name) cannot be called in a view", hint: hint)
    }

    /// Dates come from the rows, never from the clock or the time zone (R23).
    private mutating func checkClock(_ call: SQLCall, _ part: SQLExpression, _ visit: ArmVisit) {
        if call.arguments.count < (call.name == "strftime" ? 2 : 1) {
            let message = "\(source.quote(part)) without a time reads the clock"
            return fault(.nondeterministic, part, message, hint: Self.timeHint)
        }
        for argument in call.arguments { checkTime(argument, call, visit) }
    }

    /// Looks for texts that are, or one day could be, `now`.
    private mutating func checkTime(_ argument: SQLExpression, _ call: SQLCall, _ visit: ArmVisit) {
        if case .literal(let text) = argument.node {
            let folded = SQLName.folded(text)
            guard text.hasPrefix("'"), ClockCheck.words.contains(where: folded.contains) else { return }
            let message = "\(source.quote(argument)) differs from one run to the next"
            return fault(.nondeterministic, argument, message, hint: Self.timeHint)
        }
        let type = visit.type(argument)
        switch type.type {
        case .timestamp, .date, .integer, .real, .boolean, .decimal: return
        case .text, .json, .blob, nil: break
        }
        // A text that is put together of literals and safe values is looked into; a column is not known.
        if !argument.children.isEmpty, argument.select == nil {
            for child in argument.children { checkTime(child, call, visit) }
            return
        }
        guard !type.isNull else { return }
        fault(
            .nondeterministic, argument, "\(source.quote(argument)) in \(call.name) could be 'now'",
            hint: "declare the column as timestamp or date")
    }
}
