// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Testing

/// Rows, values, parameters and limits.
@Suite("Answers")
struct AnswerTests {
    let daemon: Daemon
    let client: Client

    init() throws {
        daemon = try Daemon.shared()
        client = daemon.client
    }

    private func get(_ target: String, _ headers: [String] = []) throws -> Client.Answer {
        try #require(client.ask(target, headers))
    }

    @Test("R35: each type is written in its own form")
    func values() throws {
        let answer = try get("/v1/shop/by-id?id=1")
        #expect(answer.status == 200)
        #expect(
            answer.text
                == #"{"rows":[{"id":1,"name":"Zoë \"x\" \u0001\n\\","total":"12.50","paid":true,"#
                + #""data":{"a":[1,2.50]},"bytes":"AP8=","weight":0.1,"at":"2026-03-01T10:00:00.000000Z","#
                + #""day":"2026-03-01"}],"truncated":false}"#)
        #expect(answer.header("Content-Type") == "application/json")
    }

    @Test("R35: NULL is null, and a negative decimal keeps its digits")
    func nulls() throws {
        let answer = try get("/v1/shop/by-id?id=7")
        #expect(answer.text.hasPrefix(#"{"rows":[{"id":7,"name":null,"total":"-7.00","paid":null,"data":null"#))
    }

    @Test("R35: a column without a type is written as SQLite stores it, with all digits")
    func untyped() throws {
        let answer = try get("/v1/shop/untyped")
        #expect(
            answer.text
                == #"{"rows":[{"big":9223372036854775807,"sum":0.30000000000000004,"much":9e999,"bytes":"AP8=","#
                + #""none":null}],"truncated":false}"#)
    }

    @Test("R36: the limit holds, more rows are told, and the order is the declared one")
    func limits() throws {
        func ids(_ answer: Client.Answer) -> [Int] { answer.rows.compactMap { $0["id"] as? Int } }
        let byDefault = try get("/v1/shop/list")
        #expect(ids(byDefault) == [99, 98] && byDefault.object["truncated"] as? Bool == true)
        #expect(ids(try get("/v1/shop/list?_limit=5")) == [99, 98, 97, 96, 95])
        let over = try get("/v1/shop/list?_limit=6")
        #expect(over.status == 400 && over.text.contains("at most 5"))
        let all = try get("/v1/shop/some?ids=1&ids=2&_limit=2")
        #expect(ids(all) == [1, 2] && all.object["truncated"] as? Bool == false)
    }

    @Test("R35: parameters are typed, lists are names repeated, and what is absent has its default")
    func parameters() throws {
        let byDefault = try get("/v1/shop/some")
        #expect(
            byDefault.text
                == #"{"rows":[{"id":1,"total":null,"paid":null,"name":"ann"},"#
                + #"{"id":2,"total":null,"paid":null,"name":"ann"}],"truncated":false}"#)
        let given = try get("/v1/shop/some?ids=3&total=0.5&paid=false&name=")
        #expect(given.text == #"{"rows":[{"id":3,"total":"0.50","paid":false,"name":""}],"truncated":false}"#)
    }

    @Test("R35: all faults of the parameters are told at once")
    func faults() throws {
        let answer = try get("/v1/shop/some?ids=1&ids=x&total=1.234&paid=yes&name=bob&nam=1&_limit=0&_wat=1")
        #expect(answer.status == 400 && answer.text("type") == "/problems/bad-parameters")
        let errors = try #require(answer.object["errors"] as? [[String: String]])
        #expect(
            Set(errors.compactMap { $0["name"] }) == ["ids", "total", "paid", "name", "nam", "_limit", "_wat"])
        #expect(errors.first { $0["name"] == "nam" }?["detail"]?.contains("did you mean name?") == true)
        #expect(errors.first { $0["name"] == "name" }?["detail"] == "found \"bob\", allowed are ann, ")
        let missing = try get("/v1/shop/by-id")
        #expect(missing.status == 400 && missing.text.contains("is required"))
    }

    @Test("HEAD has the head of GET and no body")
    func head() throws {
        let answer = try #require(client.ask("/v1/shop/by-id?id=1", method: "HEAD"))
        let full = try get("/v1/shop/by-id?id=1")
        #expect(answer.status == 200 && answer.body.isEmpty)
        #expect(answer.header("Content-Length") == String(full.body.count))
        #expect(answer.header("Projectord-Position") == full.header("Projectord-Position"))
    }

    @Test("R33: an answer tells the position of the sources that its query reads, its lag, and what it took")
    func fields() throws {
        let answer = try get("/v1/shop/by-id?id=1")
        #expect(answer.header("Projectord-Position")?.hasPrefix("orders/0@") == true)
        #expect(answer.header("Projectord-Position")?.contains("notes") == false)
        #expect(try get("/v1/shop/note?id=n1").header("Projectord-Position")?.hasPrefix("notes/0@") == true)
        #expect(answer.header("Projectord-Lag")?.contains(/^\d+\.\d{3}$/) == true)
        let timing = /^queue;dur=\d+\.\d{3}, wait;dur=\d+\.\d{3}, sql;dur=\d+\.\d{3}, encode;dur=\d+\.\d{3}$/
        #expect(answer.header("Server-Timing")?.contains(timing) == true)
        #expect(answer.header("Cache-Control") == "private, no-cache")
        #expect(answer.header("Vary")?.contains("Projectord-After") == true)
        #expect(try get("/v1/shop/by-id?id=1&_after=orders/0@1").header("Cache-Control") == "no-store")
        #expect(try get("/v1/shop/by-id?id=1&_max_lag=60s").header("Cache-Control") == "no-store")
    }

    @Test("the catalogue has every query with its parameters, columns, order and limits")
    func catalogue() throws {
        let answer = try get("/v1")
        let projections = try #require(answer.object["projections"] as? [[String: Any]])
        #expect(projections.count == 1 && projections[0]["name"] as? String == "shop")
        let queries = try #require(projections[0]["queries"] as? [[String: Any]])
        #expect(queries.count == 8)
        let byID = try #require(queries.first { $0["name"] as? String == "by-id" })
        #expect(byID["path"] as? String == "/v1/shop/by-id" && byID["description"] as? String == "One order.")
        #expect((byID["columns"] as? [[String: String]])?.first { $0["name"] == "total" }?["type"] == "decimal(2)")
        let some = try #require(queries.first { $0["name"] as? String == "some" })
        let parameters = try #require(some["parameters"] as? [[String: Any]])
        #expect(parameters[0]["type"] as? String == "integer[]" && parameters[0]["default"] as? [Int] == [1, 2])
        #expect(parameters[3]["enum"] as? [String] == ["ann", ""])
        let list = try #require(queries.first { $0["name"] as? String == "list" })
        #expect(
            list["order"] as? [String] == ["id desc"] && list["limit"] as? [String: Int] == ["default": 2, "max": 5])
        #expect(queries.filter { $0["scan"] as? Bool == true }.count == 2)
    }

    @Test("a heavy query is handed to the slow pool, others go on meanwhile, and one without end is stopped")
    func slow() throws {
        let heavy = try get("/v1/shop/heavy")
        #expect(heavy.status == 200 && heavy.rows.first?["n"] as? Int == 27_000_000, "\(heavy.text)")
        let client = client
        let endless = Mailbox<Client.Answer?>()
        Thread { endless.put(client.ask("/v1/shop/endless")) }.start()
        let point = try get("/v1/shop/by-id?id=1")
        #expect(point.status == 200)
        let stopped = try #require(endless.take(timeoutMs: 15_000) ?? nil)
        #expect(stopped.status == 504 && stopped.text("type") == "/problems/query-timeout")
        #expect(stopped.header("Projectord-Position") != nil)
    }
}
