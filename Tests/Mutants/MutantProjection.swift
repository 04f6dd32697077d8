// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A projection of every format and kind of table, whose records are mutated.
package enum MutantProjection {
    /// The topics by the place of their source, and their partitions.
    package static let topics: [(name: String, partitions: Int32)] = [
        ("orders", 2), ("clicks", 2), ("rows", 1), ("ops", 1), ("tickets", 2), ("plain", 2),
    ]

    /// The tables, with the histories.
    package static let tables = [
        "orders", "order_lines", "order_days", "pages", "click_log", "rows", "rows_history", "ops", "tickets",
        "tickets_history", "plain",
    ]

    /// The projection's file; a topic's name begins with `prefix`.
    ///
    /// No sum of it can overflow in a table keyed by the event, and encodings are told: those two stop a projection
    /// instead of holding a record.
    package static func text(prefix: String) -> String {
        """
        projection: mutants
        held: {stop_above: "off"}
        sources:
          orders:
            topic: \(prefix)orders
            type: header:eventType
            id: header:eventId
            repeats: 200
            time: $.at
            upcast:
              OrderPlaced: [{rename: {$.cust: $.customer}}, {default: {$.currency: EUR}}, {drop: $.legacy}]
          clicks: {topic: \(prefix)clicks}
          rows: {topic: \(prefix)rows, format: debezium, decimals: base64, times: micros}
          ops: {topic: \(prefix)ops, format: debezium, decimals: text, times: connect, time: $source.ts_us}
          tickets: {topic: \(prefix)tickets, format: cloudevents, id: header:ce_id, repeats: 50}
          plain: {topic: \(prefix)plain}
        """ + tablesText
    }

    private static let tablesText = """

        tables:
          orders:
            key: {order_id: text}
            columns:
              {customer_id: integer, status: text, total: decimal(2), currency: text, placed_at: timestamp, note: json}
            version: $.version
            on:
              orders:
                OrderPlaced:
                  set:
                    {customer_id: $.customer.id, status: "'placed'", total: $.total, currency: $.currency,
                    placed_at: $time, note: $.note}
                ItemAdded: {set: {total: "total + decimal($.price, 2) * integer($.quantity)"}}
                OrderPaid: {set: {total: total - $.total, status: "coalesce($.status, status, 'paid')"}}
                OrderErased: delete
          order_lines:
            key: {order_id: text, sku: $each.sku text}
            columns: {quantity: integer, price: decimal(2), place: integer}
            on:
              orders:
                OrderPlaced: {each: $.items, set: {quantity: $each.quantity, price: $each.price, place: $index}}
                OrderAmended: {each: $.items, replace: true, set: {quantity: quantity + $each.quantity}}
                ItemsReturned: {each: $.items, delete: true}
                OrderErased: delete
          order_days:
            key: {day: $.day date}
            columns: {orders: integer, most: decimal(2), first_at: timestamp}
            on:
              orders:
                OrderPlaced: {set: {orders: orders + 1, most: "max(most, $.total)", first_at: "min(first_at, $time)"}}
                ItemAdded: {set: {most: "max(most, $.price)"}}
          pages:
            key: {page: $.page text, code: $.code integer}
            columns: {clicks: integer, last_at: timestamp, least: text, longest: real}
            on:
              clicks:
                "*":
                  set:
                    clicks: clicks + 1
                    last_at: "max(last_at, $.at)"
                    least: "min(least, $.word)"
                    longest: "max(longest, $.seconds)"
          click_log:
            from: clicks
            append: true
            columns: {who: $key text, page: text, at: $time timestamp, place: $offset integer, all: $ json, raw: blob}
          rows:
            from: rows
            key: {id: integer}
            columns:
              {si: integer, bi: integer, num: decimal(2), numv: decimal(5), re: real, dp: real, tx: text, vc: text,
              bo: boolean, da: date, ti3: $.ti3 json, ts0: timestamp, ts6: timestamp, tstz: timestamp, uu: text,
              jb: json, by: blob, ta: json, mo: decimal(2), lsn: $source.lsn integer, one: "$.ia[0] integer"}
            history: true
          ops:
            from: ops
            key: {id: integer, sub: text}
            columns: {v: text, at: $time timestamp}
          tickets:
            key: {ticket: $key text}
            columns: {state: text, subject: text, size: integer, changed_at: timestamp}
            history: true
            on:
              tickets:
                ticket.opened: {set: {state: "'open'", subject: $header.ce_subject, changed_at: $time}}
                ticket.closed:
                  set: {state: "'closed'", size: "coalesce(size, 0) + integer($.size)", changed_at: $time}
          plain:
            from: plain
            key: {shop: integer, day: date}
            columns:
              {a: integer, b: real, c: text, d: boolean, e: decimal(18), f: timestamp, g: date, h: json, i: blob,
              deep: "$.x.y[2].z text"}
        """
}
