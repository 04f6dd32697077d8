// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events

/// A projection with rows by element, built by hand.
enum OrderLines {
    static func path(_ names: String...) -> EventPath { EventPath(names.map { .field($0) }) }

    static func field(_ origin: EventField.Origin, _ type: ValueType) -> Operand {
        .field(EventField(origin: origin, type: type))
    }

    /// `$each.name` as an operand.
    static func each(_ name: String, _ type: ValueType) -> Operand { field(.each(path(name)), type) }

    /// `column = form`, where SQLite computes the same.
    static func set(_ column: Int, _ form: Assignment.Form) -> Assignment {
        Assignment(column: column, form: form, sql: FoldSQL(text: "SELECT NULL", fields: [], columns: []))
    }

    /// `sales`, keyed by `$each.sku` alone, and `totals`, where all elements change the row of the record's key.
    static func sums() -> Projection {
        let add = Handler(
            eventType: nil, each: path("items"), action: .set([set(0, .add(each("quantity", .integer)))]))
        let column = Column(name: "sold", type: .integer)
        let sku = KeyColumn(name: "sku", type: .text, origin: .element(.each(path("sku"))))
        let order = KeyColumn(name: "order_id", type: .text, origin: .recordKey(path("order_id")))
        return Projection(
            name: "shop", sources: [Source(name: "orders", topic: "orders")],
            tables: [
                Table(name: "sales", kind: .rekeyed, source: 0, key: [sku], columns: [column], handlers: [add]),
                Table(name: "totals", kind: .folded, source: 0, key: [order], columns: [column], handlers: [add]),
            ])
    }

    /// `lines`, keyed by two columns of the record's key and `$index`, replaced by each record.
    static func numbered() -> Projection {
        let key = [
            KeyColumn(name: "shop", type: .integer, origin: .recordKey(path("shop"))),
            KeyColumn(name: "order_id", type: .text, origin: .recordKey(path("order_id"))),
            KeyColumn(name: "line", type: .integer, origin: .element(.index)),
        ]
        let replace = Handler(
            eventType: nil, each: path("lines"), replaces: true,
            action: .set([set(0, .value(field(.each(EventPath()), .json)))]))
        return Projection(
            name: "shop", sources: [Source(name: "orders", topic: "orders")],
            tables: [
                Table(
                    name: "lines", kind: .folded, source: 0, key: key, columns: [Column(name: "all", type: .json)],
                    handlers: [replace])
            ])
    }

    /// `order_lines`, keyed by the order and `$each.sku`, and `orders`, which the same events feed.
    static func projection(orders: Bool = true) -> Projection {
        let key = [
            KeyColumn(name: "order_id", type: .text, origin: .recordKey(path("order_id"))),
            KeyColumn(name: "sku", type: .text, origin: .element(.each(path("sku")))),
        ]
        let columns = [
            Column(name: "quantity", type: .integer), Column(name: "price", type: .decimal(scale: 2)),
            Column(name: "place", type: .integer), Column(name: "note", type: .text),
            Column(name: "by", type: .text),
        ]
        let lines = Table(name: "order_lines", kind: .folded, source: 0, key: key, columns: columns, handlers: handlers)
        let order = Table(
            name: "orders", kind: .folded, source: 0, key: [key[0]], columns: [Column(name: "total", type: .integer)],
            handlers: ["Placed", "Replaced", "Added", "Noted"].map {
                Handler(
                    eventType: $0,
                    action: .set([set(0, .add(field(.body(path("total")), .integer)))]))
            } + [Handler(eventType: "Erased", action: .delete)])
        return Projection(
            name: "shop", sources: [Source(name: "orders", topic: "orders", type: .header("type"))],
            tables: orders ? [lines, order] : [lines])
    }

    private static var handlers: [Handler] {
        let items = path("items")
        let all = [
            set(0, .value(each("quantity", .integer))), set(1, .value(each("price", .decimal(scale: 2)))),
            set(2, .value(field(.index, .integer))), set(4, .value(field(.body(path("by")), .text))),
        ]
        let noted = FoldSQL(
            text: "SELECT coalesce(?3, '') || ?1 || ?2",
            fields: [
                EventField(origin: .each(path("note", "text")), type: .text), EventField(origin: .type, type: .text),
            ], columns: [5])
        return [
            Handler(eventType: "Placed", each: items, action: .set(all)),
            Handler(eventType: "Replaced", each: items, replaces: true, action: .set(all)),
            Handler(
                eventType: "Added", each: items, action: .set([set(0, .add(each("quantity", .integer)))])),
            Handler(
                eventType: "Noted", each: items, action: .set([Assignment(column: 3, form: .other, sql: noted)])),
            Handler(eventType: "Removed", each: items, action: .delete),
            Handler(eventType: "Erased", action: .delete),
        ]
    }
}
