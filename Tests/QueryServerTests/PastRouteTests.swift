// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import KafkaClient
import Projector
import QueryServer
import ReadModel
import Testing

/// Generations as of a past time over HTTP; the mock takes each past time for the log's end.
@Suite("Past generations over HTTP")
struct PastRouteTests {
    private func slug(_ answer: Client.Answer) -> String? { answer.text("type").map { String($0.dropFirst(10)) } }

    private func begin(_ daemon: Daemon, _ body: String) throws -> Client.Answer {
        try #require(daemon.admin.post("/admin/v1/shop/rebuild", body))
    }

    @Test("R30: a past generation is asked under its label, and a token behind it is refused")
    func asked() throws {
        let daemon = try Daemon()
        let token = try daemon.write("orders", key: "1", "{\"name\":\"ann\"}")
        try daemon.waitUntilLive()
        #expect(daemon.client.ask("/v1/shop/_wait?_after=\(token)&_wait=20s")?.status == 204)
        let begun = try begin(daemon, #"{"until": "2026-01-02T03:04:05Z", "label": "then"}"#)
        #expect(begun.status == 202 && begun.object["generation"] as? Int == 2, "\(begun.text)")
        #expect(begun.object["vector"] as? [String] == ["orders/0@1", "orders/1@0", "notes/0@0"])
        try daemon.wait("it is sealed") {
            daemon.admin.ask("/admin/v1/shop/past/then")?.text("state") == "sealed"
        }
        let later = try daemon.write("orders", key: "1", "{\"name\":\"bob\"}")
        #expect(
            daemon.client.ask("/v1/shop/by-id?id=1&_after=\(later)&_wait=20s")?.rows.first?["name"] as? String == "bob")
        for name in ["shop@then", "shop%40then"] {
            let answer = try #require(daemon.client.ask("/v1/\(name)/by-id?id=1&_after=\(token)"))
            #expect(answer.status == 200 && answer.rows.first?["name"] as? String == "ann", "\(answer.text)")
            #expect(answer.header("Projectord-Position") == "orders/0@0")
        }
        #expect(daemon.client.ask("/v1/shop@then/_wait?_after=\(token)")?.status == 204)
        let beyond = try #require(daemon.client.ask("/v1/shop@then/by-id?id=1&_after=\(later)&_wait=20s"))
        #expect(beyond.status == 409 && slug(beyond) == "beyond-past", "\(beyond.text)")
        #expect(beyond.text("detail")?.contains("as of 2026-01-02T03:04:05.000000Z") == true)
        let lenient = try #require(daemon.client.ask("/v1/shop@then/by-id?id=1&_after=\(later)&_handling=lenient"))
        #expect(lenient.status == 200 && lenient.header("Projectord-Unmet") == "\(later) at 0", "\(lenient.text)")
        let position = try #require(daemon.client.ask("/v1/shop@then/_position"))
        #expect(position.text("as_of") == "2026-01-02T03:04:05.000000Z" && position.text("state") == "sealed")
        let status = try #require(daemon.admin.ask("/admin/v1/shop"))
        #expect((status.object["past"] as? [[String: Any]])?.first?["label"] as? String == "then", "\(status.text)")
        let unknown = try #require(daemon.client.ask("/v1/shop@now/by-id?id=1"))
        #expect(unknown.status == 404 && slug(unknown) == "unknown-label", "\(unknown.text)")
        #expect(daemon.client.ask("/v1/none@then/by-id?id=1")?.status == 404)
        #expect(daemon.admin.post("/admin/v1/shop/past/then/remove", "{}")?.status == 200)
        #expect(daemon.client.ask("/v1/shop@then/by-id?id=1")?.status == 404)
        #expect(daemon.admin.post("/admin/v1/shop/past/then/remove", "{}")?.status == 404)
    }

    @Test("R30: times and labels that are none are told")
    func refused() throws {
        let daemon = try Daemon.shared()
        for body in [
            #"{"until": "yesterday"}"#, #"{"until": "2026-01-02T03:04:05Z", "label": "a/b"}"#,
            #"{"until": "2026-01-02T03:04:05Z", "label": ""}"#,
        ] {
            #expect(slug(try begin(daemon, body)) == "bad-request", "\(body)")
        }
        #expect(slug(try begin(daemon, #"{"until": "2999-01-02T03:04:05Z"}"#)) == "time-in-future")
        let list = try #require(daemon.admin.ask("/admin/v1/shop/past"))
        #expect(list.status == 200 && (list.object["past"] as? [Any])?.isEmpty == true)
        #expect(daemon.admin.ask("/admin/v1/shop/past/none")?.status == 404)
        #expect(daemon.admin.post("/admin/v1/shop/past/none", "{}")?.status == 405)
        #expect(daemon.admin.post("/admin/v1/shop/past/none/remove", "{}", [])?.status == 415)
    }
}
