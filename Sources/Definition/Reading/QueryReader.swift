// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// Reads `queries:` up to their SQL, which `QueryCompiler` checks.
struct QueryReader {
    /// A query that can be compiled.
    struct Draft {
        /// The query as declared.
        var declaration: QueryDeclaration
        /// Whether what its SQL depends on could be read.
        var isWhole: Bool
    }

    private static let words = MappingFields.Words(
        what: "a query", known: ["sql", "params", "order", "limit", "columns", "scan", "description"],
        later: ["live", "cache", "allow", "timeout", "single"],
        instead: ["parameters": "params: {customer: {type: integer, required: true}}"])
    private static let limitWords = MappingFields.Words(what: "limit", known: ["default", "max"])

    /// The rows of an answer if neither the file nor the request says.
    static let limitDefault = 100
    /// The most rows of an answer if the file does not say.
    static let limitMax = 1_000
    /// The most rows that a file may allow: an answer of 100 bytes a row is then 10 MB, and built in memory.
    static let limitCeiling = 100_000

    let reading: FileReading

    /// Reads all queries.
    func read(_ node: YAMLNode) -> [Draft] {
        let hint = "queries: {customer: {sql: SELECT * FROM customers WHERE id = :id, params: {id: {type: integer}}}}"
        guard let entries = reading.entries(node, "queries", hint: hint) else { return [] }
        return entries.compactMap { entry in
            let found = reading.diagnostics.count
            _ = NameRule.query.check(entry.key, at: entry.keyPlace, reading)
            guard let declaration = read(entry) else { return nil }
            let isWhole = reading.diagnostics[found...].allSatisfy { [.badName, .notSupportedYet].contains($0.code) }
            return Draft(declaration: declaration, isWhole: isWhole)
        }
    }

    private func read(_ entry: YAMLNode.Entry) -> QueryDeclaration? {
        guard let fields = MappingFields(entry.value, Self.words, owner: entry.keyPlace, reading) else { return nil }
        let sql = fields.required("sql", hint: "sql: SELECT * FROM customers WHERE id = :id")
        let hasText = sql.map { reading.text($0, "sql") != nil } ?? false
        let parameters = fields["params"].map { ParameterReader(reading: reading).read($0) } ?? []
        let limits = limits(fields["limit"])
        let order = fields["order"].map { reading.texts($0, "order", hint: "order: [placed_at desc, order_id]") } ?? []
        let scan = fields["scan"].flatMap { reading.flag($0, "scan") }
        let types = fields["columns"].map(columnTypes) ?? []
        let text = reading.description(fields)
        guard let sql, hasText else { return nil }
        return QueryDeclaration(
            name: .init(entry.key, at: entry.keyPlace), description: text, sql: reading.lend(sql),
            parameters: parameters.map(\.parameter), parameterPlaces: parameters.map(\.place), columnTypes: types,
            order: order.map(reading.lend), limitDefault: limits.default, limitMax: limits.max,
            allowsScan: scan ?? false)
    }

    /// `limit: 20` is the default; `limit: {default: 20, max: 50}` says both.
    private func limits(_ node: YAMLNode?) -> (default: Int, max: Int) {
        guard let node else { return (Self.limitDefault, Self.limitMax) }
        if node.text != nil {
            let rows = reading.count(node, "limit", max: Self.limitCeiling) ?? Self.limitDefault
            return (rows, max(rows, Self.limitMax))
        }
        guard let fields = MappingFields(node, Self.limitWords, owner: node.place, reading) else {
            return (Self.limitDefault, Self.limitMax)
        }
        let most = fields["max"].flatMap { reading.count($0, "max", max: Self.limitCeiling) }
        let first = fields["default"].flatMap { reading.count($0, "default", max: Self.limitCeiling) }
        if let most, let first, let place = fields["default"]?.place, first > most {
            reading.fault(.badValue, at: place, "default is \(first), more than max, \(most)", hint: "raise max")
        }
        let rows = first ?? min(Self.limitDefault, most ?? Self.limitDefault)
        return (rows, most ?? max(Self.limitMax, rows))
    }

    /// The types that the file gives columns of the answer.
    private func columnTypes(_ node: YAMLNode) -> [QueryDeclaration.ColumnType] {
        let entries = reading.entries(node, "columns", hint: "columns: {total: decimal(2)}") ?? []
        return entries.compactMap { entry in
            let type = TypeReader(reading: reading).type(entry.value, of: "column '\(entry.key)'")
            return type.map { .init(name: .init(entry.key, at: entry.keyPlace), type: $0) }
        }
    }
}
