// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import KafkaClient
import Projector
import ReadModel
import SQLite
import Testing

/// New indexes and views without reading the log again.
@Suite(.serialized) struct CopyTests {
    private static func shop(
        index: String = "", view: String = "count(*) AS orders", more: String = "", stats: String = "count(*) AS clicks"
    ) -> String {
        """
        projection: shop
        sources: {orders: {topic: orders}, clicks: {topic: clicks}}
        tables:
          orders: {from: orders, key: {id: text}, columns: {customer: text, n: integer}\(index)}
          clicks: {from: clicks, append: true, keep: false, columns: {page: text}}
        views:
          totals: {sql: "SELECT customer, \(view) FROM orders GROUP BY customer"}
          stats: {sql: "SELECT page, \(stats) FROM clicks GROUP BY page"}
        \(more)
        queries:
          order: {sql: "SELECT id, n FROM orders WHERE id = :id", params: {id: {type: text, required: true}}}
        """
    }

    private func send(_ station: Station, orders: Range<Int>, clicks: Int = 0) throws {
        for number in orders { try station.send("o\(number)", #"{"customer":"c\#(number % 3)","n":\#(number)}"#) }
        for _ in 0..<clicks { try station.send(nil, #"{"page":"p"}"#, topic: "clicks") }
        try station.producer.flush(timeoutMs: 20_000)
    }

    /// A shop that has read twenty orders and five clicks, and was stopped.
    private func station() throws -> Station {
        let station = try Station(topics: ["orders": 1, "clicks": 1])
        try send(station, orders: 0..<20, clicks: 5)
        try station.start(Self.shop())
        try waitUntilDone(station, orders: 20, clicks: 5)
        station.stop()
        return station
    }

    private func waitUntilDone(_ station: Station, orders: Int64, clicks: Int64, in number: Int? = nil) throws {
        try station.waitUntilLive(number)
        let runner = try station.runner()
        eventually("the log is worked off") {
            let done = runner.board?.partitions.map { ($0.position.topic, $0.done) } ?? []
            return done.contains { $0 == ("orders", orders) } && done.contains { $0 == ("clicks", clicks) }
        }
    }

    private func expectTotals(_ station: Station, _ generation: Int, _ select: String) throws {
        for (one, other) in [("SELECT * FROM totals", select), (select, "SELECT * FROM totals")] {
            let more = "SELECT count(*) FROM (\(one) EXCEPT \(other))"
            #expect(try station.number(more, generation: generation) == 0)
        }
        #expect(try station.number("SELECT count(*) FROM totals", generation: generation) == 3)
    }

    @Test("R26: a changed view is built in a copy; no record is read again, and the views of streams keep their rows")
    func views() throws {
        let station = try station()
        // What the copy has of the old log it cannot have read again.
        try station.execute("UPDATE _positions SET first = -7 WHERE topic = 'orders'")
        try send(station, orders: 20..<25, clicks: 1)
        try station.start(
            Self.shop(view: "sum(n) AS n", more: "  names: {sql: \"SELECT DISTINCT customer FROM orders\"}"))
        try waitUntilDone(station, orders: 25, clicks: 6, in: 2)
        try expectTotals(station, 2, "SELECT customer, sum(n) AS n FROM orders GROUP BY customer")
        #expect(try station.number("SELECT count(*) FROM names", generation: 2) == 3)
        #expect(try station.number("SELECT clicks FROM stats", generation: 2) == 6)
        #expect(try station.texts("SELECT first FROM _positions ORDER BY topic", generation: 2) == ["0", "-7"])
        #expect(try station.texts("SELECT delivered FROM _positions ORDER BY topic", generation: 2) == ["6", "25"])
        #expect(station.lines.messages.contains("copied the live generation"))
        #expect(try station.texts("SELECT value FROM _meta WHERE name = 'generation'", generation: 2) == ["2"])
        try send(station, orders: 25..<30, clicks: 1)
        try waitUntilDone(station, orders: 30, clicks: 7)
        try expectTotals(station, 2, "SELECT customer, sum(n) AS n FROM orders GROUP BY customer")
        #expect(try station.number("SELECT clicks FROM stats", generation: 2) == 7)
        station.stop()
        #expect(try station.pointer().next == 3)
    }

    @Test("R20, R26: a copy makes a failed view anew, but for one whose rows are not stored")
    func failedViews() throws {
        let station = try station()
        try station.execute(
            "INSERT INTO _meta VALUES ('view failed: totals', 'overflow'), ('view failed: stats', 'overflow')")
        try station.start(Self.shop(view: "sum(n) AS n"))
        try waitUntilDone(station, orders: 20, clicks: 5, in: 2)
        try expectTotals(station, 2, "SELECT customer, sum(n) AS n FROM orders GROUP BY customer")
        let views = try #require(try station.runner().status.live?.views)
        #expect(views.map(\.name) == ["totals", "stats"])
        #expect(views.map(\.failure) == [nil, "overflow"])
        station.stop()
    }

    @Test("R26: a new index and one that is gone are made in a copy, and the views stay as they were")
    func indexes() throws {
        let station = try station()
        func indexes(_ generation: Int) throws -> [String] {
            try station.texts(
                "SELECT sql FROM sqlite_schema WHERE name GLOB 'orders__i*' ORDER BY name", generation: generation)
        }
        try station.start(Self.shop(index: ", index: [customer, \"n desc\"]"))
        try waitUntilDone(station, orders: 20, clicks: 5, in: 2)
        #expect(
            try indexes(2) == [
                #"CREATE INDEX "orders__i1" ON "orders" ("customer")"#,
                #"CREATE INDEX "orders__i2" ON "orders" ("n" DESC)"#,
            ])
        #expect(station.lines.messages.count { $0 == "building views" } == 1)
        station.stop()
        try station.start(Self.shop(index: ", index: [\"n desc\"]"))
        try waitUntilDone(station, orders: 20, clicks: 5, in: 3)
        #expect(try indexes(3) == [#"CREATE INDEX "orders__i1" ON "orders" ("n" DESC)"#])
        try expectTotals(station, 3, "SELECT customer, count(*) AS orders FROM orders GROUP BY customer")
        station.stop()
    }

    @Test("R24, R26: a changed view of rows that are not stored is built from the log")
    func streams() throws {
        let station = try station()
        try station.execute("UPDATE _positions SET first = -7 WHERE topic = 'orders'")
        try station.start(Self.shop(stats: "count(*) AS more"))
        let runner = try station.runner()
        // The log begins later than what the live one says it was built from.
        eventually("the build waits") { runner.rebuildStatus?.state.name == "unaccepted" }
        #expect(try runner.rebuild(acceptDifferences: true) == 2)
        try waitUntilDone(station, orders: 20, clicks: 5, in: 2)
        #expect(try station.number("SELECT more FROM stats", generation: 2) == 5)
        station.stop()
    }

    @Test("R29: what a kill leaves of a copy goes at the next start, and the copy is made under a new number")
    func killed() throws {
        let station = try station()
        var pointer = try station.pointer()
        pointer.next = 3
        try pointer.write(to: station.path + "/shop.generation")
        for suffix in ["", "-journal", "-wal", "-shm"] {
            try Connection(path: station.path + "/part.sqlite", mode: .readWrite).execute("PRAGMA user_version = 1")
            try DurableFile.rename(station.path + "/part.sqlite", to: station.path + "/shop.g2.sqlite.new" + suffix)
        }
        try station.start(Self.shop(view: "sum(n) AS n"))
        try waitUntilDone(station, orders: 20, clicks: 5, in: 3)
        station.stop()
        #expect(station.files == ["shop.g1.sqlite", "shop.g3.sqlite", "shop.generation"])
    }

    @Test("R26: a definition that changes again while a copy is built drops that build")
    func changedTwice() throws {
        let station = try station()
        station.cluster.failTopic("orders", with: 3)
        for (number, view) in [(2, "sum(n) AS n"), (3, "max(n) AS n")] {
            try station.start(Self.shop(view: view))
            do {
                let runner = try station.runner()
                eventually("copy \(number) is there") { runner.status.building?.number == number }
                #expect(runner.live?.file.number == 1)
            }
            #expect(!station.files.contains { number == 3 && $0.hasPrefix("shop.g2.") })
            if number == 2 { station.stop() }
        }
        station.cluster.failTopic("orders", with: 0)
        try waitUntilDone(station, orders: 20, clicks: 5, in: 3)
        try expectTotals(station, 3, "SELECT customer, max(n) AS n FROM orders GROUP BY customer")
        station.stop()
    }

    @Test("R26: a generation stores the queries that it goes on by, and topics that change places keep their sources")
    func adopted() throws {
        let station = try station()
        let swapped = Self.shop().replacing(
            "{orders: {topic: orders}, clicks: {topic: clicks}}",
            with: "{clicks: {topic: clicks}, orders: {topic: orders}}"
        ).replacing("  order: {sql: \"SELECT id, n", with: "  one: {sql: \"SELECT n, id")
        try send(station, orders: 20..<22, clicks: 2)
        try station.start(swapped)
        try waitUntilDone(station, orders: 22, clicks: 7)
        station.stop()
        #expect(try station.pointer().live == 1)
        #expect(try station.number("SELECT clicks FROM stats") == 7)
        #expect(try station.texts("SELECT value FROM _meta WHERE name = 'definition'") == [swapped])
        #expect(try station.texts("SELECT name FROM _meanings WHERE kind = 'query'") == ["one"])
        #expect(try station.texts("SELECT source FROM _positions ORDER BY topic") == ["0", "1"])
        // While the next one is built, the queries are those that answered last.
        station.cluster.failTopic("orders", with: 3)
        try station.start(swapped.replacing("n: integer", with: "n: integer, m: integer"))
        #expect(try station.runner().live?.projection.queries.map(\.name) == ["one"])
        station.stop()
    }
}
