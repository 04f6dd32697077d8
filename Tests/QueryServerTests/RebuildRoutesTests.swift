// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import Projector
import QueryServer
import ReadModel
import SQLite
import Testing

/// Rebuilding over the admin address.
@Suite("Rebuild over HTTP")
struct RebuildRoutesTests {
    private func post(
        _ daemon: Daemon, _ body: String = "{}", projection: String = "shop", host: String = "127.0.0.1:1",
        type: String? = "application/json; charset=utf-8", path: String = "rebuild"
    ) throws -> Client.Answer {
        var lines = [
            "POST /admin/v1/\(projection)/\(path) HTTP/1.1", "Host: \(host)", "Connection: close",
            "Content-Length: \(body.utf8.count)",
        ]
        if let type { lines.append("Content-Type: \(type)") }
        return try #require(daemon.admin.exchange((lines + ["", body]).joined(separator: "\r\n")))
    }

    private func slug(_ answer: Client.Answer) -> String? { answer.text("type").map { String($0.dropFirst(10)) } }

    @Test("R40: POST begins a rebuild, GET tells how far it is")
    func rebuild() throws {
        let daemon = try Daemon()
        let token = try daemon.write("orders", key: "1", "{\"name\":\"ann\"}")
        try daemon.waitUntilLive()
        #expect(daemon.client.ask("/v1/shop/_wait?_after=\(token)&_wait=20s")?.status == 204)
        let none = try #require(daemon.admin.ask("/admin/v1/shop/rebuild"))
        #expect(none.status == 200 && none.text("state") != nil)
        let begun = try post(daemon)
        #expect(begun.status == 202, "\(begun.text)")
        #expect(begun.object["generation"] as? Int == 2 && begun.object["replaces"] as? Int == 1)
        try daemon.wait("the switch") {
            daemon.admin.ask("/admin/v1/shop/rebuild")?.text("state") == "live"
        }
        let done = try #require(daemon.admin.ask("/admin/v1/shop/rebuild"))
        #expect(done.text("projection") == "shop" && done.object["generation"] as? Int == 2)
        #expect(done.object["delivered"] as? Int == 1 && done.object["progress"] as? Double == 1)
        #expect(daemon.client.ask("/v1/shop/by-id?id=1&_after=\(token)")?.rows.count == 1)
    }

    @Test("R40: what a page in a browser could send does not act")
    func forbidden() throws {
        let daemon = try Daemon.shared()
        #expect(slug(try post(daemon, type: nil)) == "unsupported-media-type")
        #expect(slug(try post(daemon, type: "text/plain")) == "unsupported-media-type")
        for host in ["evil.example", "evil.example:8081", "127.0.0.1.evil.example", "1.2.3.4.5", ""] {
            let answer = try post(daemon, host: host)
            #expect(answer.status == 403 && slug(answer) == "forbidden-host", "\(host)")
        }
        #expect(slug(try post(daemon, "{\"accept_differences\": 1}")) == "bad-request")
        #expect(slug(try post(daemon, projection: "none")) == "unknown-projection")
        let method = try #require(daemon.admin.ask("/admin/v1/shop/rebuild", method: "PUT"))
        #expect(method.status == 405 && method.header("Allow") == "GET, HEAD, POST")
        #expect(daemon.projector.runners[0].live?.file.number == 1)
    }

    @Test("R27: a rebuild that the log does not allow is 409 with the reason, unless it is accepted")
    func refused() throws {
        let daemon = try Daemon()
        _ = try daemon.write("orders", key: "1", "{\"name\":\"ann\"}")
        try daemon.waitUntilLive()
        try Connection(path: daemon.folder + "/shop.g1.sqlite", mode: .readWrite)
            .execute("UPDATE _positions SET first = -1")
        let refused = try post(daemon)
        #expect(refused.status == 409 && slug(refused) == "log-incomplete", "\(refused.text)")
        #expect(refused.text("hint")?.contains("--accept-differences") == true)
        #expect(try post(daemon, #"{"accept_differences": true}"#).status == 202)
        try daemon.wait("the switch") { daemon.projector.runners[0].live?.file.number == 2 }
    }

    @Test("a generation whose file is damaged is not answered from")
    func damaged() throws {
        let daemon = try Daemon(isStarted: false)
        try DurableFile.replace(daemon.folder + "/shop.generation", with: "live 1\nnext 2\n")
        try DurableFile.replace(
            daemon.folder + "/shop.g1.sqlite", with: String(repeating: "no database ", count: 1_000))
        daemon.projector.start()
        let answer = try #require(daemon.client.ask("/v1/shop/by-id?id=1"))
        #expect(answer.status == 503 && slug(answer) == "projection-stopped")
        #expect(answer.text("state") == "store-damaged", "\(answer.text)")
        #expect(daemon.admin.ask("/readyz")?.status == 503)
        let status = try #require(daemon.admin.ask("/admin/v1/shop"))
        #expect(status.text("state") == "store-damaged" && status.object["ready"] as? Bool == false)
        #expect(slug(try post(daemon)) == "needs-acceptance")
        #expect(try post(daemon, #"{"accept_differences": true}"#).status == 202)
        try daemon.waitUntilLive()
        #expect(daemon.client.ask("/v1/shop/by-id?id=1")?.status == 200)
    }

    @Test("R28: what differs stands in the rebuild's status, and POST to verify compares with the log alone")
    func proof() throws {
        let daemon = try Daemon()
        let token = try daemon.write("orders", key: "1", "{\"name\":\"ann\"}")
        try daemon.waitUntilLive()
        #expect(daemon.client.ask("/v1/shop/_wait?_after=\(token)&_wait=20s")?.status == 204)
        #expect(slug(try post(daemon, "{}", path: "verify")) == "bad-request")
        #expect(slug(try post(daemon, host: "evil.example", path: "verify")) == "forbidden-host")
        let order = #"{"against_log": true}"#
        let equal = try post(daemon, order, path: "verify")
        #expect(equal.status == 200, "\(equal.text)")
        #expect((equal.object["proof"] as? [String: Any])?["differences"] as? Int == 0)
        try Connection(path: daemon.folder + "/shop.g1.sqlite", mode: .readWrite)
            .execute("UPDATE orders SET name = 'eve'")
        let differs = try post(daemon, order, path: "verify")
        #expect((differs.object["proof"] as? [String: Any])?["differences"] as? Int == 1)
        #expect(try post(daemon).status == 202)
        try daemon.wait("the comparison") {
            daemon.admin.ask("/admin/v1/shop/rebuild")?.text("state") == "unaccepted"
        }
        let status = try #require(daemon.admin.ask("/admin/v1/shop/rebuild"))
        #expect(status.text("code") == "differs")
        #expect(status.text.contains(#"{"name":"name","old":"eve","new":"ann"}"#), "\(status.text)")
        #expect(slug(try post(daemon)) == "differs")
        #expect(slug(try post(daemon, #"{"allow_smaller": true}"#)) == "differs")
        #expect(try post(daemon, #"{"accept_differences": true}"#).status == 202)
        try daemon.wait("the switch") { daemon.projector.runners[0].live?.file.number == 4 }
    }
}
