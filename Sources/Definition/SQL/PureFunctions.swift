// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// SQLite's functions by what a projection may call.
///
/// They are listed by name, so that a function that a later SQLite brings is refused until it was looked at.
enum PureFunctions {
    /// Give the same result for the same arguments on every machine; ClockCheck sees that dates do.
    static let scalar: Set<String> = [
        "abs", "ceil", "ceiling", "char", "coalesce", "floor", "format", "glob", "hex", "ifnull", "iif", "instr",
        "length", "like", "likelihood", "likely", "lower", "ltrim", "max", "min", "mod", "nullif", "printf", "quote",
        "replace", "round", "rtrim", "sign", "sqrt", "substr", "substring", "trim", "trunc", "typeof", "unicode",
        "unlikely", "upper", "zeroblob", "->", "->>",
        "json", "json_array", "json_array_length", "json_extract", "json_insert", "json_object", "json_patch",
        "json_quote", "json_remove", "json_replace", "json_set", "json_type", "json_valid",
        "date", "datetime", "julianday", "strftime", "time", "unixepoch",
    ]

    /// Of several rows, by GROUP BY or over a window.
    static let aggregate: Set<String> = [
        "avg", "count", "group_concat", "json_group_array", "json_group_object", "max", "min", "sum", "total",
    ]

    /// Over a window alone.
    static let window: Set<String> = [
        "cume_dist", "dense_rank", "first_value", "lag", "last_value", "lead", "nth_value", "ntile", "percent_rank",
        "rank", "row_number",
    ]

    /// What a view may call.
    static let view: Set<String> = scalar.union(aggregate).union(window)

    /// What a query may call: also what may differ in its last digit from one C library to the next.
    static let query: Set<String> = view.union([
        "acos", "asin", "atan", "atan2", "cos", "degrees", "exp", "ln", "log", "log10", "log2", "pi", "pow", "power",
        "radians", "sin", "tan",
    ])

    /// The table functions that a query may read, with their columns.
    static let tables: [String: Set<String>] = Dictionary(
        uniqueKeysWithValues: ["json_each", "json_tree"].map { name in
            (name, ["key", "value", "type", "atom", "id", "parent", "fullkey", "path", "json", "root"])
        })

    static let changing: Set<String> = [
        "changes", "current_date", "current_time", "current_timestamp", "last_insert_rowid", "random", "randomblob",
        "total_changes",
    ]

    /// The fault of calling a function that is not allowed.
    static func fault(_ name: String, at place: Place, _ what: String) -> Diagnostic {
        guard changing.contains(SQLName.folded(name)) else {
            let code: DiagnosticCode = what == "a query" ? .badQuery : .badExpression
            return Diagnostic(code, at: place, "the function \(name) cannot be called in \(what)")
        }
        let hint = what == "a query" ? "pass the time as a parameter" : "$time is the event's time"
        return Diagnostic(.nondeterministic, at: place, "\(name) differs from one run to the next", hint: hint)
    }
}
