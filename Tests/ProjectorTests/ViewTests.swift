// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import KafkaClient
import Projector
import ReadModel
import SQLite
import Testing

/// Views beside the tables of a running projection.
@Suite(.serialized) struct ViewTests {
    private static let totals = """
        SELECT c.name, count(*) AS orders, sum(o.n) AS n FROM customers c JOIN orders o ON o.customer = c.id
            GROUP BY c.name
        """
    private static let page = """
        SELECT o.id, o.n, c.name AS customer FROM orders o LEFT JOIN customers c ON c.id = o.customer
        """

    private static func projection(_ page: String = page) -> String {
        """
        projection: shop
        sources: {orders: {topic: orders}, customers: {topic: customers}}
        tables:
          orders: {from: orders, key: {id: text}, columns: {customer: text, n: integer}}
          customers: {from: customers, key: {id: text}, columns: {name: text}}
        views:
          order_page:
            sql: \(page.replacing("\n", with: " "))
            index: [customer]
          totals: {sql: "\(totals.replacing("\n", with: " "))"}
          heaviest: {sql: "SELECT name, max(n) AS n FROM totals GROUP BY name"}
        queries:
          page: {sql: "SELECT * FROM order_page WHERE customer = :c", params: {c: {type: text, required: true}}}
          totals: {sql: "SELECT * FROM totals WHERE name = :c", params: {c: {type: text, required: true}}}
        """
    }

    private let pageRows = "SELECT count(*) FROM order_page"

    private func order(_ station: Station, _ id: String, _ customer: String, _ n: Int64?) throws {
        let value = n.map { #"{"customer":"\#(customer)","n":\#($0)}"# }
        try station.send(id, value)
        try station.producer.flush(timeoutMs: 20_000)
    }

    private func customer(_ station: Station, _ id: String, _ name: String?) throws {
        try station.send(id, name.map { #"{"name":"\#($0)"}"# }, topic: "customers")
        try station.producer.flush(timeoutMs: 20_000)
    }

    /// Waits until the topics are worked off up to these ends.
    private func waitUntilDone(_ station: Station, customers: Int64, orders: Int64) throws {
        let runner = try station.runner()
        eventually("the log is worked off") {
            let done = runner.live == nil ? [] : runner.board?.partitions.map { ($0.position.topic, $0.done) } ?? []
            return done.contains { $0 == ("customers", customers) } && done.contains { $0 == ("orders", orders) }
        }
    }

    /// Whether the views hold what their SELECTs give.
    private func expectEqual(_ station: Station, generation: Int = 1) throws {
        for (view, select) in [("order_page", Self.page), ("totals", Self.totals)] {
            for (one, other) in [(select, "SELECT * FROM \(view)"), ("SELECT * FROM \(view)", select)] {
                let more = try station.number(
                    "SELECT count(*) FROM (SELECT * FROM (\(one)) EXCEPT SELECT * FROM (\(other)))",
                    generation: generation)
                #expect(more == 0, "\(view)")
            }
        }
    }

    @Test("R20: views are built when the tables have caught up, follow each commit, and go on after a restart")
    func follow() throws {
        let station = try Station(topics: ["orders": 1, "customers": 1])
        for number in 0..<20 { try order(station, "o\(number)", "c\(number % 3)", Int64(number)) }
        try customer(station, "c0", "Ann")
        try station.start(Self.projection())
        try station.waitUntilLive()
        #expect(try station.number(pageRows) == 20)
        try customer(station, "c1", "Bob")
        try order(station, "o1", "c0", 5)
        try order(station, "o2", "c0", nil)
        try waitUntilDone(station, customers: 2, orders: 22)
        try expectEqual(station)
        #expect(try station.number("SELECT orders FROM totals WHERE name = 'Ann'") == 8)
        let statuses = try #require(try station.runner().status.live?.views)
        #expect(statuses.map(\.name) == ["order_page", "totals", "heaviest"])
        #expect(statuses.allSatisfy { $0.failure == nil && $0.deltaRows > 0 && $0.rowsWritten > 0 })
        station.stop()
        try customer(station, "c0", "Eve")
        try customer(station, "c1", nil)
        try station.start(Self.projection())
        try waitUntilDone(station, customers: 4, orders: 22)
        try expectEqual(station)
        #expect(try station.number("SELECT orders FROM totals WHERE name = 'Eve'") == 8)
    }

    @Test("R20: a view that fails is left behind with its cause, also over a restart, and all else goes on")
    func failed() throws {
        let station = try Station(topics: ["orders": 1, "customers": 1])
        try customer(station, "c0", "Ann")
        try order(station, "o0", "c0", .max)
        try station.start(Self.projection())
        try station.waitUntilLive()
        try order(station, "o1", "c0", 1)
        try waitUntilDone(station, customers: 1, orders: 2)
        for restarts in [false, true] {
            if restarts {
                station.stop()
                try station.start(Self.projection())
                try station.waitUntilLive()
            }
            let views = try #require(try station.runner().status.live?.views)
            #expect(views[0].failure == nil)
            #expect(views[1].failure?.contains("overflow") == true, "\(views[1].failure ?? "none")")
            #expect(views[2].failure?.hasPrefix("it reads the view totals, which failed") == true)
            #expect(try station.number(pageRows) == 2)
        }
        try order(station, "o2", "c0", 1)
        try waitUntilDone(station, customers: 1, orders: 3)
        #expect(try station.number(pageRows) == 3)
        #expect(station.lines.messages.contains("view failed"))
        #expect(try station.number("SELECT applied FROM _positions WHERE topic = 'orders'") == 3)
    }

    @Test("R24: records that are not stored are aggregated once each, over the first build and restarts")
    func streams() throws {
        let text = """
            projection: shop
            sources: {orders: {topic: orders}, customers: {topic: customers}}
            tables:
              clicks: {from: orders, append: true, keep: false, columns: {page: text, n: integer}}
              customers: {from: customers, key: {id: text}, columns: {name: text}}
            views:
              stats: {sql: "SELECT page, count(*) AS clicks, sum(n) AS n FROM clicks GROUP BY page"}
              named: {sql: "SELECT s.page, s.n, c.name FROM stats s JOIN customers c ON c.id = s.page"}
            """
        let station = try Station(topics: ["orders": 1, "customers": 1])
        func click(_ count: Int) throws {
            for number in 0..<count { try station.send(nil, #"{"page":"p\#(number % 3)","n":\#(number)}"#) }
            try station.producer.flush(timeoutMs: 20_000)
        }
        try customer(station, "p1", "Ann")
        try click(9)
        try station.start(text)
        try station.waitUntilLive()
        #expect(try station.number("SELECT n FROM named WHERE name = 'Ann'") == 12)
        station.stop()
        try click(6)
        try station.start(text)
        try waitUntilDone(station, customers: 1, orders: 15)
        #expect(try station.number("SELECT clicks FROM stats WHERE page = 'p1'") == 5)
        #expect(try station.number("SELECT n FROM named WHERE name = 'Ann'") == 17)
        #expect(try station.number("SELECT count(*) FROM clicks") == 0)
    }

    @Test("R26: a changed view is a new generation, and the old one answers by its own until then")
    func changed() throws {
        let station = try Station(topics: ["orders": 1, "customers": 1])
        for number in 0..<5 { try order(station, "o\(number)", "c0", 1) }
        try station.start(Self.projection())
        try station.waitUntilLive()
        station.stop()
        try station.start(Self.projection(Self.page + " WHERE o.n > 0"))
        try station.waitUntilLive(2)
        #expect(try station.number(pageRows, generation: 2) == 5)
        station.stop()
        try station.start(Self.projection(Self.page + "  WHERE  o.n > 0"))
        try station.waitUntilLive()
        #expect(try station.pointer().live == 2)
        station.stop()
        // As if another version had made the views: they are made anew, and nothing stands still.
        try station.execute("UPDATE _meanings SET hash = 'x' WHERE kind = 'view'", generation: 2)
        try order(station, "o9", "c0", 1)
        try station.start(Self.projection(Self.page + "  WHERE  o.n > 0"))
        try station.waitUntilLive(3)
        try waitUntilDone(station, customers: 0, orders: 6)
        #expect(try station.number(pageRows, generation: 3) == 6)
        #expect(!station.lines.messages.contains("projection stopped"))
    }
}
