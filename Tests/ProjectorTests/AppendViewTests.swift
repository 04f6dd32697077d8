// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import KafkaClient
import Projector
import ReadModel
import Testing

/// Views of single rows over tables that take each record as a row of its own.
@Suite(.serialized) struct AppendViewTests {
    private static let projection = """
        projection: shop
        sources: {clicks: {topic: orders}, pages: {topic: pages}}
        tables:
          clicks: {from: clicks, append: true, columns: {page: text, visitor: text, n: integer}}
          pages: {from: pages, key: {id: text}, columns: {title: text}}
        views:
          many: {sql: "SELECT page, n * 2 AS twice FROM clicks WHERE n >= 3"}
          named: {sql: "SELECT k.page, k.n, p.title FROM clicks k LEFT JOIN pages p ON p.id = k.page"}
          pairs:
            sql: SELECT a.n, b.n AS other FROM clicks a JOIN clicks b ON b.visitor = a.visitor AND b.page > a.page
          visits:
            sql: SELECT page, row_number() OVER (PARTITION BY visitor ORDER BY page) AS visit, visitor FROM clicks
          paths: {sql: "SELECT visitor, group_concat(page) AS path FROM clicks GROUP BY visitor"}
          known: {sql: "SELECT id FROM pages p WHERE EXISTS (SELECT 1 FROM clicks k WHERE k.page = p.id)"}
          per_page: {sql: "SELECT title, count(*) AS clicks, max(n) AS most FROM named GROUP BY title"}
        """

    private func click(_ station: Station, _ numbers: Range<Int>) throws {
        for number in numbers {
            let value = #"{"page":"p\#(number % 3)","visitor":"v\#(number % 4)","n":\#(number % 7)}"#
            try station.send(number % 2 == 0 ? "k" : nil, value, partition: Int32(number % 2))
        }
        try station.producer.flush(timeoutMs: 20_000)
    }

    private func page(_ station: Station, _ id: String, _ title: String?) throws {
        try station.send(id, title.map { #"{"title":"\#($0)"}"# }, topic: "pages")
        try station.producer.flush(timeoutMs: 20_000)
    }

    private func waitUntilDone(_ station: Station, clicks: Int64, pages: Int64) throws {
        let runner = try station.runner()
        eventually("the log is worked off") {
            guard runner.live != nil, let all = runner.board?.partitions else { return false }
            let read = all.filter { $0.position.topic == "orders" }.reduce(0) { $0 + $1.done }
            return read == clicks && all.contains { $0.position.topic == "pages" && $0.done == pages }
        }
    }

    @Test("R20, R25: rows of an append table are joined, chosen and numbered one by one, told apart by their places")
    func rows() throws {
        let station = try Station(topics: ["orders": 2, "pages": 1])
        try click(station, 0..<20)
        try page(station, "p0", "Home")
        try station.start(Self.projection)
        try waitUntilDone(station, clicks: 20, pages: 1)
        try station.runner().expectViewsRight()
        #expect(try station.number("SELECT count(*) FROM named") == 20)
        #expect(try station.number("SELECT clicks FROM per_page WHERE title = 'Home'") == 7)
        // The same row twice is two rows.
        try click(station, 0..<20)
        try page(station, "p1", "Help")
        try page(station, "p0", "Start")
        try waitUntilDone(station, clicks: 40, pages: 3)
        try station.runner().expectViewsRight()
        #expect(try station.number("SELECT clicks FROM per_page WHERE title = 'Start'") == 14)
        #expect(try station.number("SELECT count(*) FROM many WHERE twice = 6") == 6)
        station.stop()
        try click(station, 20..<31)
        try page(station, "p1", nil)
        try station.start(Self.projection)
        try waitUntilDone(station, clicks: 51, pages: 4)
        try station.runner().expectViewsRight()
        #expect(try station.number("SELECT count(*) FROM named") == 51)
    }
}

extension ProjectionRunner {
    /// Expects each view to be what its SELECT gives.
    func expectViewsRight() throws {
        let verification = try #require(try verify())
        for view in verification.views { #expect(view.isRight, "\(view)") }
    }
}
