// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import Projector
import QueryServer
import Testing

/// Projections that do not answer, stand still, or end.
@Suite("Stopped")
struct StoppedTests {
    @Test("R33: a token that cannot be reached is 503 with the cause, other reads go on")
    func standingStill() throws {
        let daemon = try Daemon()
        let good = try daemon.write("orders", key: "1", "{\"name\":\"ann\"}")
        try daemon.waitUntilLive()
        #expect(daemon.client.ask("/v1/shop/_wait?_after=\(good)&_wait=20s")?.status == 204)
        let client = daemon.client
        let waiting = Mailbox<Client.Answer?>()
        let bad = "orders/0@11"
        Thread { waiting.put(client.ask("/v1/shop/by-id?id=1&_after=\(bad)&_wait=30s")) }.start()
        // The first ten that fail are held; one more of 1,000 stops the projection.
        for number in 0...10 {
            _ = try daemon.write("orders", key: "\(number)", "{\"total\":\"12.345\"}")
        }
        let answer = try #require(waiting.take(timeoutMs: 20_000) ?? nil)
        // A wait that began before the record was written may learn that it is past the end.
        #expect(answer.status == 503 || answer.status == 409, "\(answer.text)")
        try daemon.wait("the stop") { daemon.projector.runners[0].stopCause != nil }
        let refused = try #require(client.ask("/v1/shop/by-id?id=1&_after=\(bad)&_wait=10s"))
        #expect(refused.status == 503 && refused.text("type") == "/problems/projection-stopped")
        #expect(refused.text("state") == "too-many-held" && refused.text("place") == bad)
        #expect(refused.text("hint")?.isEmpty == false)
        let plain = try #require(client.ask("/v1/shop/by-id?id=1&_after=\(good)"))
        #expect(plain.status == 200 && plain.header("Projectord-Position") == "orders/0@10")
        #expect(daemon.admin.ask("/readyz")?.status == 200)
        let status = try #require(daemon.admin.ask("/admin/v1/shop"))
        let stopped = try #require(status.object["stopped"] as? [String: String])
        #expect(status.text("state") == "too-many-held" && stopped["place"] == bad)
        let metrics = try #require(daemon.admin.ask("/metrics"))
        #expect(metrics.text.contains("projectord_projection_state{projection=\"shop\",state=\"too-many-held\"} 1"))
    }

    @Test("R33: a token that is not met in time is 412, or the present state for who takes it")
    func unmet() throws {
        let daemon = try Daemon()
        let token = try daemon.write("orders", key: "1", "{\"name\":\"ann\"}")
        try daemon.waitUntilLive()
        #expect(daemon.client.ask("/v1/shop/_wait?_after=\(token)&_wait=20s")?.status == 204)
        // Nobody can tell now whether the record exists.
        try daemon.cluster.setBroker(1, isUp: false)
        let target = "/v1/shop/by-id?id=1&_after=orders/0@1,\(token)&_wait=300ms"
        let strict = try #require(daemon.client.ask(target))
        #expect(strict.status == 412 && strict.text("type") == "/problems/not-yet-applied", "\(strict.text)")
        #expect(strict.text("wanted") == "orders/0@1" && strict.text("position") == "orders/0@0")
        #expect(strict.text("detail") == "orders/0 is at 0, asked for 1")
        #expect(strict.header("Retry-After") == "1" && strict.header("Projectord-Position") == "orders/0@0")
        for answer in [
            daemon.client.ask(target, ["Prefer: handling=lenient"]), daemon.client.ask(target + "&_handling=lenient"),
        ] {
            #expect(answer?.status == 200 && answer?.rows.count == 1)
            #expect(answer?.header("Projectord-Unmet") == "orders/0@1 at 0")
        }
        let late = try #require(daemon.client.ask("/v1/shop/by-id?id=1&_max_lag=0s"))
        #expect(late.status == 412 && late.text("type") == "/problems/too-far-behind")
        let lenient = try #require(daemon.client.ask("/v1/shop/by-id?id=1&_max_lag=0s&_handling=lenient"))
        #expect(lenient.status == 200 && lenient.header("Projectord-Unmet")?.hasPrefix("lag at ") == true)
        let metrics = try #require(daemon.admin.ask("/metrics"))
        #expect(metrics.text.contains(#"freshness_wait_seconds_count{projection="shop",result="unmet"} 3"#))
    }

    @Test("before the first build all queries are 503, and the daemon is not ready")
    func firstBuild() throws {
        let daemon = try Daemon(isStarted: false)
        let answer = try #require(daemon.client.ask("/v1/shop/by-id?id=1"))
        #expect(answer.status == 503 && answer.text("type") == "/problems/first-build")
        #expect(answer.header("Retry-After") == "1")
        #expect(daemon.client.ask("/v1")?.status == 200)
        #expect(daemon.admin.ask("/livez")?.text == "ok\n")
        let unready = try #require(daemon.admin.ask("/readyz?verbose"))
        #expect(unready.status == 503 && unready.text.contains("[-] projection shop first build"))
        #expect(daemon.admin.ask("/metrics")?.status == 200)
        daemon.projector.start()
        try daemon.waitUntilLive()
        let ready = try #require(daemon.admin.ask("/readyz?verbose"))
        #expect(ready.status == 200 && ready.text.contains("[+] projection shop ok"))
        #expect(daemon.client.ask("/v1/shop/by-id?id=1")?.status == 200)
    }

    @Test("a stop answers at once who waits for the log")
    func stopWhileWaiting() throws {
        let daemon = try Daemon()
        try daemon.waitUntilLive()
        let client = daemon.client
        let token = "notes/0@0"
        try daemon.cluster.setBroker(1, isUp: false)
        let waiting = Mailbox<Client.Answer?>()
        Thread { waiting.put(client.ask("/v1/shop/note?id=x&_after=\(token)&_wait=30s")) }.start()
        try daemon.wait("the request") { daemon.server.waitingCount == 1 }
        let began = Date()
        daemon.server.stop(graceMs: 10_000)
        #expect(Date().timeIntervalSince(began) < 5)
        let answer = try #require(waiting.take(timeoutMs: 5_000) ?? nil)
        #expect(answer.status == 503 && answer.text("type") == "/problems/stopping", "\(answer.text)")
    }
}
