// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import KafkaClient
import Projector
import QueryServer
import ReadModel
import Testing

/// Going back, and cancelling, over the admin address.
@Suite("Rollback over HTTP")
struct RollbackRouteTests {
    private func slug(_ answer: Client.Answer) -> String? { answer.text("type").map { String($0.dropFirst(10)) } }

    @Test("R31: POST goes back, the status has the previous generation, and readers find its rows")
    func rollback() throws {
        let daemon = try Daemon()
        let token = try daemon.write("orders", key: "1", "{\"name\":\"ann\"}")
        try daemon.waitUntilLive()
        #expect(daemon.client.ask("/v1/shop/_wait?_after=\(token)&_wait=20s")?.status == 204)
        let path = "/admin/v1/shop/rollback"
        let none = try #require(daemon.admin.post(path, "{}"))
        #expect(none.status == 409 && slug(none) == "no-previous", "\(none.text)")
        #expect(daemon.admin.ask(path)?.status == 405)
        #expect(slug(try #require(daemon.admin.post(path, "{\"stale\": 1}"))) == "bad-request")
        #expect(daemon.admin.post("/admin/v1/none/rollback", "{}")?.status == 404)
        #expect(daemon.admin.post(path, "{}", [])?.status == 415)
        #expect(daemon.admin.post("/admin/v1/shop/rebuild", "{}")?.status == 202)
        try daemon.wait("the switch") { daemon.projector.runners[0].live?.file.number == 2 }
        let status = try #require(daemon.admin.ask("/admin/v1/shop"))
        #expect(status.object["previous"] as? Int == 1 && status.object["pinned"] as? Bool == false)
        let later = try daemon.write("orders", key: "2", "{\"name\":\"bob\"}")
        #expect(daemon.client.ask("/v1/shop/_wait?_after=\(later)&_wait=20s")?.status == 204)
        let begun = try #require(daemon.admin.post(path, "{}"))
        #expect(begun.status == 202 && begun.object["generation"] as? Int == 1, "\(begun.text)")
        #expect(begun.object["rollback"] as? Bool == true && (begun.object["breaks"] as? [Any])?.isEmpty == true)
        try daemon.wait("the switch") { daemon.projector.runners[0].live?.file.number == 1 }
        let answer = try #require(daemon.client.ask("/v1/shop/by-id?id=2&_after=\(later)"))
        #expect(answer.status == 200 && answer.rows.count == 1, "\(answer.text)")
    }

    @Test("a build under way tells its phase and figures, and is cancelled by POST")
    func cancel() throws {
        let daemon = try Daemon()
        _ = try daemon.write("orders", key: "1", "{\"name\":\"ann\"}")
        try daemon.waitUntilLive()
        let path = "/admin/v1/shop/rebuild"
        let none = try #require(daemon.admin.post(path, "{\"cancel\": true}"))
        #expect(none.status == 409 && slug(none) == "cannot-cancel", "\(none.text)")
        #expect(daemon.admin.post(path, "{}")?.status == 202)
        daemon.cluster.failTopic("orders", with: 3)
        let cancelled = try #require(daemon.admin.post(path, "{\"cancel\": true}"))
        // It may have been quicker.
        if cancelled.status == 200 {
            #expect(cancelled.text("state") == "cancelled" && cancelled.object["generation"] as? Int == 2)
            #expect(cancelled.object["is_rebuilt_at_start"] as? Bool == false)
        }
        #expect(daemon.client.ask("/v1/shop/by-id?id=1")?.status == 200)
    }
}
