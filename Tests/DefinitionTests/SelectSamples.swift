// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import Views

/// The relations that the tests of views read.
enum SelectSamples {
    static let orders = Relation(
        name: "orders", kind: .table,
        columns: [
            .init("id", .integer, isNullable: false), .init("customer_id", .integer), .init("status", .text),
            .init("total", .decimal(scale: 2)), .init("quantity", .integer), .init("ratio", .real),
            .init("is_open", .boolean), .init("extra", .json), .init("placed_at", .timestamp), .init("day", .date),
        ], key: ["id"])
    static let customers = Relation(
        name: "customers", kind: .table,
        columns: [
            .init("id", .integer, isNullable: false), .init("name", .text), .init("city", .text),
            .init("region_id", .text),
        ], key: ["id"])
    static let regions = Relation(
        name: "regions", kind: .table,
        columns: [.init("id", .text, isNullable: false), .init("label", .text), .init("raw", .blob)], key: ["id"])
    static let stats = Relation(
        name: "page stats", kind: .table,
        columns: [
            .init("page", .text, isNullable: false), .init("day", .date, isNullable: false), .init("order", .integer),
            .init("end", .integer),
        ], key: ["page", "day"])
    static let tables = [orders, customers, regions, stats]
    /// A view before, with a column of unknown type.
    static let spending = SelectReader(relations: tables).read(
        name: "spending",
        sql: .init("SELECT customer_id, total AS spent, extra ->> 'odd' AS odd FROM orders", at: start)
    ).value
    static let all = tables + [spending?.relation].compactMap(\.self)

    /// Reads a view.
    static func read(_ sql: String) -> Result<View, DiagnosticList> {
        SelectReader(relations: all).read(name: "sample", sql: .init(sql, at: start))
    }

    /// Reads a view and compiles it, as the loading of a projection does.
    static func load(_ sql: String) -> [Diagnostic] {
        switch read(sql) {
        case .failure(let faults): faults.all
        case .success(let view):
            ViewCompiler().compile(view, after: [spending].compactMap(\.self), over: tables).faults
        }
    }
}
