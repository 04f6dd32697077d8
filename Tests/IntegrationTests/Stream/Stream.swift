// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

/// The test stream: its three topics and the projection that folds them.
struct Stream {
    static let partitions = 4
    static let projection = "stream"

    /// The topics of the stream.
    enum Topic: String, CaseIterable {
        case customers, orders, clicks
    }

    let topics: Topics
    /// All events that were ever sent; a record names its own by number.
    let journal = Journal()

    /// Makes the topics.
    init(_ topics: Topics) throws {
        self.topics = topics
        for topic in Topic.allCases { try topics.create(topic.rawValue, partitions: Self.partitions) }
    }

    func name(_ topic: Topic) -> String { topics[topic.rawValue] }

    /// A replica, a fold over keyed events with one that only SQLite can run, and a re-keyed table of sums and bounds.
    var projectionText: String {
        """
        projection: stream
        sources:
          customers: {topic: \(name(.customers)), format: json}
          orders: {topic: \(name(.orders)), format: json, type: header:eventType}
          clicks: {topic: \(name(.clicks)), format: json, type: $.type}
        tables:
          customers:
            from: customers
            key: {id: integer}
            columns: {name: text, city: $.address.city text, credit: decimal(2)}
          orders:
            key: {order_id: text}
            columns:
              customer_id: integer
              status: text
              total: decimal(2)
              items: integer
              lightest: integer
              heaviest: integer
              trail: text
            on:
              orders:
                OrderPlaced:
                  set:
                    customer_id: $.customer
                    status: "'placed'"
                    total: $.total
                    trail: "coalesce(trail, '') || 'p'"
                ItemAdded:
                  set:
                    total: total + $.price
                    items: items + 1
                    lightest: min(lightest, $.weight)
                    heaviest: max(heaviest, $.weight)
                    trail: "coalesce(trail, '') || 'i'"
                OrderCancelled: {set: {status: "'cancelled'", trail: "coalesce(trail, '') || 'c'"}}
                OrderErased: delete
          pages:
            key: {page: $.page text}
            columns: {views: integer, seconds: integer, spent: decimal(2), shortest: integer, longest: integer}
            on:
              clicks:
                Viewed:
                  set:
                    views: views + 1
                    seconds: seconds + $.seconds
                    spent: spent + $.spent
                    shortest: min(shortest, $.seconds)
                    longest: max(longest, $.seconds)
                Undone: {set: {views: views - 1, seconds: seconds - $.seconds, spent: spent - $.spent}}
        queries:
          order:
            sql: SELECT * FROM orders WHERE order_id = :id
            params: {id: {type: text, required: true}}
          page:
            sql: SELECT * FROM pages WHERE page = :page
            params: {page: {type: text, required: true}}
        """
    }
}
