// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events

/// The tables that query tests read.
enum QuerySamples {
    static let orders = Table(
        name: "orders", kind: .folded, source: 0,
        key: [KeyColumn(name: "order_id", type: .text, origin: .recordKey(EventPath()))],
        columns: [
            Column(name: "customer_id", type: .integer), Column(name: "status", type: .text),
            Column(name: "total", type: .decimal(scale: 2)), Column(name: "placed_at", type: .timestamp),
        ], indexes: ["customer_id, placed_at DESC, order_id"])
    static let customers = Table(
        name: "customers", kind: .replica, source: 0,
        key: [KeyColumn(name: "id", type: .integer, origin: .recordKey(EventPath()))],
        columns: [Column(name: "name", type: .text), Column(name: "city", type: .text)])
    static let pages = Table(
        name: "page stats", kind: .rekeyed, source: 1,
        key: [
            KeyColumn(name: "page", type: .text, origin: .event(.body(EventPath([.field("page")])))),
            KeyColumn(name: "day", type: .date, origin: .event(.body(EventPath([.field("day")])))),
        ], columns: [Column(name: "clicks", type: .integer)])

    /// Compiles a query; each parameter is a name with its type, `[]` after it for a list.
    static func compile(
        _ sql: String, _ parameters: [String] = [], order: [String] = [], scan: Bool = false,
        types: [String: ValueType] = [:]
    ) -> Result<Query, DiagnosticList> {
        let declared = parameters.map { text in
            let parts = text.split(separator: " ").map(String.init)
            let isList = parts[1].hasSuffix("[]")
            let type = ValueType(name: isList ? String(parts[1].dropLast(2)) : parts[1]) ?? .text
            return Query.Parameter(name: parts[0], type: type, isList: isList)
        }
        let query = QueryDeclaration(
            name: .init("by-customer", at: Place(file: "shop.yaml", line: 3, column: 1)), description: "Orders.",
            sql: .init(sql, at: start), parameters: declared,
            parameterPlaces: declared.indices.map { Place(file: "shop.yaml", line: 20 + $0, column: 1) },
            columnTypes: types.map {
                .init(name: .init($0.key, at: Place(file: "shop.yaml", line: 40, column: 1)), type: $0.value)
            },
            order: order.enumerated().map {
                .init($0.element, at: Place(file: "shop.yaml", line: 30 + $0.offset, column: 1))
            },
            allowsScan: scan)
        return QueryCompiler(tables: [orders, customers, pages]).compile(query)
    }
}
