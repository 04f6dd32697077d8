// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The projection of the demo: projections/shop.yaml, word for word, so that the binary needs no file beside it.
enum ShopProjection {
    static let text = shopText
}

private let shopText = #"""
    projection: shop
    description: The sample shop's customers, orders, payments and stock, joined, and what each day sold.

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
        history: true                   # what was true when, in customers_history

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

      order_lines:                      # one row for each article that an order was placed with
        key: {order_id: text, line: $index integer}
        columns: {sku: text, quantity: integer, price: decimal(2)}
        on:
          orders:
            OrderPlaced: {each: $.items, set: {sku: $each.sku, quantity: $each.quantity, price: $each.price}}
            OrderErased: delete

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

    views:                              # SELECTs over tables and views, kept up to date with every commit
      open_orders:
        description: Of each order that is not shipped yet, what its scarcest article has left in stock.
        sql: |
          SELECT o.order_id, min(s.on_hand) AS scarcest
          FROM orders o
          JOIN order_lines l ON l.order_id = o.order_id
          JOIN stock s ON s.sku = l.sku
          WHERE o.status = 'placed'
          GROUP BY o.order_id

      order_page:
        description: Each order with its customer, as the name is now and as it was then, its payment and its stock.
        sql: |
          SELECT o.order_id, o.customer_id, o.status, o.total, o.placed_at, o.shipped_at,
                 c.name AS customer, c.city,      -- follows the customer
                 h.name AS customer_then,         -- the name as it was when the order was placed
                 p.state AS payment, p.amount AS paid,
                 a.scarcest                       -- NULL once it is shipped or cancelled
          FROM orders o
          LEFT JOIN customers c ON c.id = o.customer_id
          LEFT JOIN customers_history h
            ON h.id = o.customer_id AND h.valid_from <= o.placed_at AND h.valid_to > o.placed_at
          LEFT JOIN payments p ON p.order_id = o.order_id
          LEFT JOIN open_orders a ON a.order_id = o.order_id
        index: ["order_id", "customer_id, placed_at DESC, order_id"]

      customer_totals:
        description: How much each customer has ordered.
        sql: |
          SELECT c.id, c.name, count(o.order_id) AS orders, sum(o.total) AS total
          FROM customers c LEFT JOIN orders o ON o.customer_id = c.id
          GROUP BY c.id, c.name
        index: ["id"]

      category_sales:
        description: What was sold of each category on each day; what was cancelled since does not count.
        sql: |
          SELECT date(o.placed_at) AS day, substr(l.sku, 1, instr(l.sku, '-') - 1) AS category,
                 sum(l.quantity) AS pieces, sum(l.quantity * l.price) AS revenue
          FROM order_lines l JOIN orders o ON o.order_id = l.order_id
          WHERE o.status <> 'cancelled'
          GROUP BY date(o.placed_at), substr(l.sku, 1, instr(l.sku, '-') - 1)
        index: ["category, day"]

    queries:
      order:
        description: One order.
        sql: SELECT order_id, customer_id, status, total, placed_at, shipped_at FROM orders WHERE order_id = :order
        params: {order: {type: text, required: true}}

      order-page:
        description: One order with its customer, its payment and its stock.
        sql: SELECT * FROM order_page WHERE order_id = :order
        params: {order: {type: text, required: true}}

      order-articles:
        description: What an order was placed with, with what is left of each article.
        sql: |
          SELECT l.sku, l.quantity, l.price, s.on_hand, s.reserved
          FROM order_lines l LEFT JOIN stock s ON s.sku = l.sku
          WHERE l.order_id = :order
        params: {order: {type: text, required: true}}

      pages-by-customer:
        description: A customer's orders with their payments, the newest first.
        sql: SELECT * FROM order_page WHERE customer_id = :customer
        params: {customer: {type: integer, required: true}}
        order: [placed_at desc, order_id]
        limit: {default: 20, max: 500}

      customer-totals:
        description: How much a customer has ordered.
        sql: SELECT * FROM customer_totals WHERE id = :customer
        params: {customer: {type: integer, required: true}}

      category-sales:
        description: What was sold of a category, such as tea, day by day, from a day on.
        sql: SELECT day, pieces, revenue FROM category_sales WHERE category = :category AND day >= :since
        params: {category: {type: text, required: true}, since: {type: date, default: 1970-01-01}}
        order: [day]
        limit: {default: 31, max: 1000}

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
