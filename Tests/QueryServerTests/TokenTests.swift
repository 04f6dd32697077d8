// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Testing

/// Reading one's own writes.
@Suite("Tokens")
struct TokenTests {
    let daemon: Daemon
    let client: Client

    init() throws {
        daemon = try Daemon.shared()
        client = daemon.client
    }

    private func get(_ target: String, _ headers: [String] = []) throws -> Client.Answer {
        try #require(client.ask(target, headers))
    }

    private func last(_ topic: String, _ partition: Int) throws -> Int {
        let answer = try get("/v1/shop/_position")
        let position = try #require(answer.object["position"] as? [String: [String: Int]])
        return position[topic]?[String(partition)] ?? -1
    }

    @Test("R33: a write is in the answer that asks for it, by parameter and by header")
    func readYourWrites() throws {
        for index in 0..<20 {
            let token = try daemon.write("notes", key: "mine", "{\"body\":\"version \(index)\"}")
            let answer =
                try index.isMultiple(of: 2)
                ? get("/v1/shop/note?id=mine&_after=\(token)&_wait=10s")
                : get("/v1/shop/note?id=mine", ["Projectord-After: \(token)", "Prefer: respond-async, wait=10"])
            #expect(
                answer.status == 200 && answer.rows.first?["body"] as? String == "version \(index)", "\(answer.text)")
        }
    }

    @Test("R33: what Projectord-Position says can be sent back as it is")
    func monotonicReads() throws {
        let position = try #require(get("/v1/shop/by-id?id=1").header("Projectord-Position"))
        #expect(try get("/v1/shop/by-id?id=1", ["Projectord-After: \(position)"]).status == 200)
    }

    @Test("R32: rows and position are of one moment")
    func oneCut() throws {
        // Each note's body is its own offset, so the row tells which position it belongs to.
        var next = try last("notes", 0) + 1
        let client = client
        let isDone = Mailbox<[String]>()
        Thread {
            var wrong: [String] = []
            for _ in 0..<200 {
                guard let answer = client.ask("/v1/shop/note?id=cut") else { continue }
                let body = answer.rows.first?["body"] as? String
                let position = answer.header("Projectord-Position") ?? ""
                if let body, position != "notes/0@\(body)" { wrong.append("\(body) at \(position)") }
            }
            isDone.put(wrong)
        }.start()
        var wrong: [String]?
        while wrong == nil {
            let token = try daemon.write("notes", key: "cut", "{\"body\":\"\(next)\"}")
            if token != "notes/0@\(next)" { next = try #require(Int(token.dropFirst(8))) }
            next += 1
            wrong = isDone.take(timeoutMs: 0)
        }
        #expect(wrong == [])
    }

    @Test("R33: an offset past the end of the log is 409, after the brokers were asked")
    func aheadOfLog() throws {
        let end = try last("orders", 0) + 1
        for wait in ["", "&_wait=10s"] {
            let began = Date()
            let answer = try get("/v1/shop/by-id?id=1&_after=orders/0@\(end + 1000)\(wait)")
            #expect(answer.status == 409 && answer.text("type") == "/problems/ahead-of-log", "\(answer.text)")
            #expect(answer.object["log_end"] as? Int == end)
            #expect(Date().timeIntervalSince(began) < 8)
        }
    }

    @Test("R33: a topic or partition that is no input is 400")
    func notAnInput() throws {
        for token in ["elsewhere/0@1", "orders/9@1", "orders/0@1,elsewhere/0@1"] {
            let answer = try get("/v1/shop/by-id?id=1&_after=\(token)&_wait=5s")
            #expect(answer.status == 400 && answer.text("type") == "/problems/not-an-input", "\(answer.text)")
        }
    }

    @Test(
        "R33: what is no token is told",
        arguments: [
            "orders", "orders/0", "orders@1", "orders/x@1", "orders/0@-1", "orders/0@+1", "a b/0@1", "see-position",
        ]
    )
    func noToken(_ token: String) throws {
        let answer = try get("/v1/shop/by-id?id=1", ["Projectord-After: \(token)"])
        #expect(answer.status == 400 && answer.text("type") == "/problems/bad-parameters", "\(answer.text)")
    }

    @Test("R33: tokens are joined by commas, with spaces, percent-encoded, the highest of a partition counts")
    func grammar() throws {
        let good = ["orders/0@1 , orders/0@2", "orders%2F0%402", "", "notes/0@0,orders/0@0,", "orders/0@1"]
        for token in good {
            #expect(try get("/v1/shop/by-id?id=1", ["Projectord-After: \(token)"]).status == 200, "\(token)")
        }
        let far = try get("/v1/shop/by-id?id=1", ["Projectord-After: orders/0@1, orders/0@99999, orders/0@2"])
        #expect(far.status == 409)
        #expect(try get("/v1/shop/by-id?id=1&_after=orders%2F0%401&_after=notes/0@0").status == 200)
    }

    @Test("R33: a wait is a time, cut to 30 s and told so")
    func waits() throws {
        #expect(try get("/v1/shop/by-id?id=1&_wait=99s").header("Projectord-Wait") == "30")
        #expect(try get("/v1/shop/by-id?id=1&_wait=1500ms").header("Projectord-Wait") == nil)
        for bad in ["x", "1h", "-1s", "1.5s"] {
            #expect(try get("/v1/shop/by-id?id=1&_wait=\(bad)").status == 400, "\(bad)")
        }
    }

    @Test("_wait answers 204 once a token is met")
    func waitPath() throws {
        let token = try daemon.write("notes", key: "w", "{\"body\":\"w\"}")
        let answer = try get("/v1/shop/_wait?_after=\(token)")
        #expect(answer.status == 204 && answer.body.isEmpty)
        #expect(answer.header("Projectord-Position")?.contains("notes/0@") == true)
    }

    @Test("_position tells the last offsets done, lag and generation")
    func position() throws {
        let answer = try get("/v1/shop/_position")
        let position = try #require(answer.object["position"] as? [String: [String: Int]])
        #expect(position["orders"] == ["0": 299], "partition 1 has nothing done")
        #expect(answer.object["lag"] is Double && answer.object["generation"] as? Int == 1)
        #expect(answer.object["state"] as? String == "running")
    }

    @Test("R34: a lag that is too large is 412, and told to who takes it")
    func maxLag() throws {
        #expect(try get("/v1/shop/by-id?id=1&_max_lag=60s").status == 200)
        #expect(try get("/v1/shop/by-id?id=1", ["Projectord-Max-Lag: 60"]).status == 200)
    }
}
