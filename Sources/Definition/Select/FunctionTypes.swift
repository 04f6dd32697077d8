// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events

/// What functions give (R23).
enum FunctionTypes {
    private static let fixed: [String: ValueType] = {
        let names: [(ValueType, [String])] = [
            (
                .integer,
                [
                    "count", "dense_rank", "instr", "json_array_length", "length", "ntile", "rank", "row_number",
                    "sign", "unicode", "unixepoch",
                ]
            ),
            (.boolean, ["glob", "json_valid", "like"]),
            (.real, ["avg", "cume_dist", "julianday", "mod", "percent_rank", "round", "sqrt", "total"]),
            (
                .text,
                [
                    "char", "datetime", "format", "group_concat", "hex", "json_type", "lower", "ltrim", "printf",
                    "quote", "replace", "rtrim", "strftime", "time", "trim", "typeof", "upper",
                ]
            ),
            (
                .json,
                [
                    "json", "json_array", "json_group_array", "json_group_object", "json_insert", "json_object",
                    "json_patch", "json_quote", "json_remove", "json_replace", "json_set", "->",
                ]
            ),
            (.date, ["date"]), (.blob, ["zeroblob"]),
        ]
        return Dictionary(uniqueKeysWithValues: names.flatMap { type, names in names.map { ($0, type) } })
    }()
    private static let neverNull: Set<String> = [
        "char", "count", "cume_dist", "dense_rank", "hex", "json_array", "json_group_array", "json_group_object",
        "json_object", "json_quote", "ntile", "percent_rank", "quote", "rank", "row_number", "total", "typeof",
    ]
    private static let nullByArguments: Set<String> = [
        "abs", "glob", "iif", "instr", "length", "like", "likelihood", "likely", "lower", "ltrim", "max", "min",
        "replace", "round", "rtrim", "sign", "substr", "substring", "trim", "unlikely", "upper",
    ]
    private static let aggregates: Set<String> = ["avg", "group_concat", "max", "min", "sum"]

    /// What a call gives.
    ///
    /// - Parameter isGrouped: Whether it stands in a SELECT with GROUP BY, so that an aggregate has at least one row.
    static func type(_ call: SQLCall, _ arguments: [ExpressionType], isGrouped: Bool) -> ExpressionType {
        ExpressionType(value(call, arguments), isNullable: isNullable(call, arguments, isGrouped: isGrouped))
    }

    private static func value(_ call: SQLCall, _ arguments: [ExpressionType]) -> ValueType? {
        if let type = fixed[call.name] { return type }
        let first = arguments.first?.type
        switch call.name {
        case "sum": return first == .boolean ? .integer : first
        case "min", "max", "coalesce", "ifnull": return ExpressionType.common(arguments).type
        case "iif": return ExpressionType.common(Array(arguments.dropFirst())).type
        case "lag", "lead":
            return ExpressionType.common(arguments.enumerated().filter { $0.offset != 1 }.map(\.element)).type
        case "first_value", "last_value", "likelihood", "likely", "nth_value", "nullif", "unlikely": return first
        case "abs", "ceil", "ceiling", "floor", "trunc":
            return first?.isStoredAsInteger == true || first == .real ? first : nil
        case "substr", "substring": return first.map { $0 == .blob ? .blob : .text }
        default: return nil
        }
    }

    private static func isNullable(_ call: SQLCall, _ arguments: [ExpressionType], isGrouped: Bool) -> Bool {
        if neverNull.contains(call.name) { return false }
        if call.name == "coalesce" || call.name == "ifnull" { return arguments.allSatisfy(\.isNullable) }
        let isAnyNullable = arguments.contains(where: \.isNullable)
        if call.isAggregate, aggregates.contains(call.name) {
            return !isGrouped || isAnyNullable || call.filter != nil || call.over != nil
        }
        return nullByArguments.contains(call.name) ? isAnyNullable : true
    }
}

extension SQLCall {
    /// Whether it reads many rows: an aggregate, or a window function.
    var isAggregate: Bool {
        if over != nil { return true }
        if name == "min" || name == "max" { return arguments.count == 1 }
        return PureFunctions.aggregate.contains(name)
    }
}
