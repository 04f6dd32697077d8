// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The projection of the demo: projections/shop.yaml, word for word, so that the binary needs no file beside it.
enum ShopProjection {
    static let text = shopText
}

private let shopText = #"""
    projection: shop
    description: The sample shop's customers, orders, payments and stock, and what each day sold.

    sources:
      customers: {topic: shop.customers, format: json}
      orders: {topic: shop.orders, format: json, type: header:eventType, time: $.at}
      payments: {topic: shop.payments, format: json, type: header:eventType, time: $.at}
      stock: {topic: shop.stock, format: json, type: header:eventType, time: $.at}

    tables:
      customers:                        # a replica: each record is the whole row, a tombstone deletes it
        from: customers
        key: {id: integer}
        columns: {name: text, city: text, credit: decimal(2)}

      orders:                           # folded from what happened to each order
        key: {order_id: text}
        columns: {customer_id: integer, status: text, total: decimal(2), placed_at: timestamp, shipped_at: timestamp}
        on:
          orders:
            OrderPlaced: {set: {customer_id: $.customer_id, status: "'placed'", total: $.total, placed_at: $.placed_at}}
            ItemAdded: {set: {total: "total + decimal($.price, 2) * integer($.quantity)"}}
            OrderShipped: {set: {status: "'shipped'", shipped_at: $time}}
            OrderCancelled: {set: {status: "'cancelled'"}}
            OrderErased: delete
        index: ["customer_id, placed_at DESC, order_id"]

      payments:
        key: {order_id: text}
        columns: {state: text, amount: decimal(2), changed_at: timestamp}
        on:
          payments:
            PaymentAuthorized: {set: {state: "'authorized'", amount: $.amount, changed_at: $time}}
            PaymentCaptured: {set: {state: "'captured'", changed_at: $time}}
            PaymentRefunded: {set: {state: "'refunded'", changed_at: $time}}

      stock:
        key: {sku: text}
        columns: {on_hand: integer, reserved: integer}
        on:
          stock:
            StockReceived: {set: {on_hand: on_hand + $.quantity, reserved: "coalesce(reserved, 0)"}}
            StockReserved: {set: {on_hand: on_hand - $.quantity, reserved: reserved + $.quantity}}
            StockReleased: {set: {on_hand: on_hand + $.quantity, reserved: reserved - $.quantity}}

      sales:                            # re-keyed by the day on which the order was placed: all its folds are sums
        key: {day: $.day date}
        columns: {orders: integer, cancelled: integer, revenue: decimal(2)}
        on:
          orders:
            OrderPlaced: {set: {orders: orders + 1, cancelled: cancelled + 0, revenue: revenue + $.total}}
            ItemAdded: {set: {revenue: "revenue + decimal($.price, 2) * integer($.quantity)"}}
            OrderCancelled: {set: {cancelled: cancelled + 1, revenue: revenue - $.total}}

    queries:
      order:
        description: One order.
        sql: SELECT order_id, customer_id, status, total, placed_at, shipped_at FROM orders WHERE order_id = :order
        params: {order: {type: text, required: true}}

      orders-by-customer:
        description: A customer's orders, the newest first.
        sql: |
          SELECT order_id, status, total, placed_at, shipped_at FROM orders
          WHERE customer_id = :customer AND (:status IS NULL OR status = :status)
        params:
          customer: {type: integer, required: true}
          status: {type: text, enum: [placed, shipped, cancelled]}
        order: [placed_at desc, order_id]
        limit: {default: 20, max: 500}

      customer:
        description: One customer.
        sql: SELECT id, name, city, credit FROM customers WHERE id = :id
        params: {id: {type: integer, required: true}}

      payment:
        description: The payment of an order.
        sql: SELECT order_id, state, amount, changed_at FROM payments WHERE order_id = :order
        params: {order: {type: text, required: true}}

      stock:
        description: What is on hand and what is kept for orders, by article, from one article's name on.
        sql: SELECT sku, on_hand, reserved FROM stock WHERE sku >= :from
        params: {from: {type: text, default: ""}}
        order: [sku]
        limit: {default: 100, max: 1000}

      sales:
        description: What each day sold, the newest day first, back to a day.
        sql: SELECT day, orders, cancelled, revenue FROM sales WHERE day >= :since
        params: {since: {type: date, default: 1970-01-01}}
        order: [day desc]
        limit: {default: 31, max: 1000}

    """#
