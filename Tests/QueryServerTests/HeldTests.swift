// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import QueryServer
import Testing

/// Held records over HTTP: the admin paths, tokens that name them, and where they are shown.
@Suite("Held over HTTP") struct HeldTests {
    /// A daemon with a held key: a record that failed at 1, one behind it at 2; another key at 0.
    private func daemon() throws -> Daemon {
        let daemon = try Daemon()
        _ = try daemon.write("orders", key: "7", "{\"name\":\"ann\"}")
        _ = try daemon.write("orders", key: "1", "{\"total\":\"12.345\"}")
        let last = try daemon.write("orders", key: "1", "{\"total\":\"1.00\"}")
        try daemon.waitUntilLive()
        // What waits counts as done.
        let answer = try #require(daemon.client.ask("/v1/shop/by-id?id=7&_after=orders/0@0&_wait=20s"))
        #expect(answer.status == 200)
        try daemon.wait(last) {
            daemon.client.ask("/v1/shop/by-id?id=7&_after=orders/0@2&_wait=1s")?.status == 409
        }
        return daemon
    }

    @Test("R33: a token that names a held or skipped record is 409 with the cause; one behind it is met")
    func tokens() throws {
        let daemon = try daemon()
        let held = try #require(daemon.client.ask("/v1/shop/by-id?id=7&_after=orders/0@1&_wait=20s"))
        #expect(held.status == 409 && held.text("type") == "/problems/record-held", "\(held.text)")
        #expect(held.text("code") == "bad-value" && held.text("place") == "orders/0@1")
        #expect(
            held.text("detail")?.contains("found `\"12.345\"`, which has more fraction digits than decimal(2)") == true)
        let waiting = try #require(daemon.client.ask("/v1/shop/_wait?_after=orders/0@2"))
        #expect(waiting.status == 409 && waiting.text("code") == "waits")
        let lenient = try #require(daemon.client.ask("/v1/shop/by-id?id=7&_after=orders/0@1&_handling=lenient"))
        #expect(lenient.status == 200 && lenient.header("Projectord-Unmet") == "orders/0@1 held")
        let next = try daemon.write("orders", key: "8", "{}")
        #expect(daemon.client.ask("/v1/shop/by-id?id=8&_after=\(next)&_wait=20s")?.rows.count == 1)
        let order = #"{"topic":"orders","partition":0,"offset":1,"reason":"a typing error"}"#
        #expect(daemon.admin.post("/admin/v1/shop/held/skip", order)?.status == 200)
        let skipped = try #require(daemon.client.ask("/v1/shop/by-id?id=1&_after=orders/0@1&_wait=5s"))
        #expect(skipped.status == 409 && skipped.text("type") == "/problems/record-skipped")
        #expect(skipped.text("detail") == "orders/0@1 was skipped: a typing error")
        let free = try #require(daemon.client.ask("/v1/shop/by-id?id=1&_after=orders/0@2&_wait=5s"))
        #expect(free.status == 200 && free.rows.first?["total"] as? String == "1.00")
    }

    @Test("R40: held keys are listed, shown, tried again and skipped over the admin address")
    func routes() throws {
        let daemon = try daemon()
        let list = try #require(daemon.admin.ask("/admin/v1/shop/held?limit=5"))
        #expect(list.status == 200 && list.object["keys"] as? Int == 1 && list.object["records"] as? Int == 2)
        let held = try #require(list.object["held"] as? [[String: Any]])
        #expect(held.count == 1 && held[0]["key"] as? String == "1" && held[0]["source"] as? String == "orders")
        #expect(held[0]["offset"] as? Int == 1 && held[0]["waiting"] as? Int == 1)
        #expect(held[0]["code"] as? String == "bad-value" && (held[0]["hint"] as? String)?.isEmpty == false)
        #expect((held[0]["time"] as? String)?.hasSuffix("Z") == true)
        let record = try #require(daemon.admin.ask("/admin/v1/shop/held/orders/0/1"))
        #expect(record.text("value") == "{\"total\":\"12.345\"}" && record.object["headers"] as? [String] == [])
        let waiting = try #require(daemon.admin.ask("/admin/v1/shop/held/orders/0/2"))
        #expect(waiting.object["code"] is NSNull)
        #expect(daemon.admin.ask("/admin/v1/shop/held/orders/0/0")?.text("type") == "/problems/not-held")
        let again = try #require(daemon.admin.post("/admin/v1/shop/held/retry", #"{"key":"1"}"#))
        #expect(again.status == 200 && again.object["failed_keys"] as? Int == 1, "\(again.text)")
        #expect(daemon.admin.post("/admin/v1/shop/held/retry", #"{"key":"9"}"#)?.status == 404)
        #expect(daemon.admin.post("/admin/v1/shop/held/retry", "")?.status == 200)
        #expect(daemon.admin.ask("/readyz?verbose")?.text.contains("[+] projection shop ok, 1 key held") == true)
        let metrics = try #require(daemon.admin.ask("/metrics")).text
        #expect(metrics.contains("projectord_held_keys{projection=\"shop\"} 1"))
        #expect(metrics.contains("projectord_held_records{projection=\"shop\"} 2"))
        #expect(metrics.contains("outcome=\"ignored\",reason=\"stale\"} 0"))
        let status = try #require(daemon.admin.ask("/admin/v1/shop")?.object["live"] as? [String: Any])
        #expect(status["held_keys"] as? Int == 1 && status["held_records"] as? Int == 2)
        let order = #"{"topic":"orders","partition":0,"offset":1,"reason":"a typing error"}"#
        let skipped = try #require(daemon.admin.post("/admin/v1/shop/held/skip", order))
        #expect(skipped.object["skipped"] as? Int == 1 && skipped.object["applied"] as? Int == 1, "\(skipped.text)")
        #expect(daemon.admin.post("/admin/v1/shop/held/skip", order)?.text("type") == "/problems/not-held")
        #expect(daemon.admin.ask("/admin/v1/shop/held")?.object["keys"] as? Int == 0)
    }

    @Test("R40: an action needs its media type, a local host and a whole order")
    func refusals() throws {
        let daemon = try Daemon.shared()
        let path = "/admin/v1/shop/held/skip"
        #expect(daemon.admin.ask(path)?.status == 405)
        #expect(daemon.admin.ask("/admin/v1/shop/held", method: "DELETE")?.status == 405)
        #expect(daemon.admin.post(path, "{}", ["Content-Type: text/plain"])?.status == 415)
        let foreign =
            "POST \(path) HTTP/1.1\r\nHost: evil.example\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
        #expect(daemon.admin.exchange(foreign + "Connection: close\r\n\r\n{}")?.status == 403)
        for body in ["[]", "{}", #"{"topic":"orders","partition":0,"offset":1}"#, #"{"reason":"x"}"#] {
            let answer = try #require(daemon.admin.post(path, body))
            #expect(answer.status == 400 && answer.text("type") == "/problems/bad-request", "\(body)")
        }
        #expect(daemon.admin.post("/admin/v1/shop/held/retry", #"{"key_base64":"?"}"#)?.status == 400)
        #expect(daemon.admin.ask("/admin/v1/shop/held?limit=0")?.status == 400)
        #expect(daemon.admin.ask("/admin/v1/shop/held/orders/x/1")?.status == 404)
        #expect(daemon.admin.ask("/admin/v1/none/held")?.status == 404)
    }
}
