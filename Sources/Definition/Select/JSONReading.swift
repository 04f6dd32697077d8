// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What a JSON function takes each of its arguments for.
struct JSONReading {
    /// Those that must be JSON.
    private(set) var documents: [SQLExpression] = []
    private(set) var paths: [SQLExpression] = []
    /// The names of fields.
    private(set) var labels: [SQLExpression] = []
    /// Those that become values.
    private(set) var values: [SQLExpression] = []
    /// Whether each name and each path has its value.
    private(set) var isPaired = true

    /// Nil for other functions, and for those that fail for nothing.
    init?(_ call: SQLCall) {
        let arguments = call.arguments
        switch call.name {
        case "json", "json_patch": documents = arguments
        case "json_array_length", "json_extract", "json_remove", "json_type":
            documents = Array(arguments.prefix(1))
            paths = Array(arguments.dropFirst())
        case "json_insert", "json_replace", "json_set":
            documents = Array(arguments.prefix(1))
            (paths, values) = Self.pairs(arguments.dropFirst())
            isPaired = paths.count == values.count
        case "json_object":
            (labels, values) = Self.pairs(arguments[...])
            isPaired = labels.count == values.count
        case "json_group_object": (labels, values) = Self.pairs(arguments[...])
        case "json_array", "json_group_array", "json_quote": values = arguments
        default: return nil
        }
    }

    private static func pairs(_ arguments: ArraySlice<SQLExpression>) -> ([SQLExpression], [SQLExpression]) {
        let places = arguments.enumerated()
        return (
            places.filter { $0.offset.isMultiple(of: 2) }.map(\.element),
            places.filter { !$0.offset.isMultiple(of: 2) }.map(\.element)
        )
    }
}
