// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import HTTPServer
import Testing

struct SuspendedTests {
    @Test("a suspended request is answered from another thread, and its connection goes on")
    func answeredLater() throws {
        let server = try TestServer()
        let client = try server.client()
        for round in 0..<3 {
            client.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(eventually { server.responders == 1 })
            let responder = try #require(server.takeResponder())
            #expect(responder.respond(Response(body: Array("round \(round)".utf8))))
            #expect(!responder.respond(Response(body: Array("again".utf8))))
            #expect(client.answer()?.body == "round \(round)")
        }
        #expect(client.ask("GET", "/ping")?.body == "ok")
        #expect(server.clientsGone == 0)
    }

    @Test("an answer given before the handler returns, one not needed, and one dropped all end the request")
    func edges() throws {
        var limits = HTTPLimits()
        limits.suspended = 1
        let server = try TestServer(limits: limits)
        let client = try server.client()
        for _ in 0..<3 {
            #expect(client.ask("GET", "/early")?.body == "early")
            #expect(client.ask("GET", "/both")?.body == "at once")
            #expect(client.ask("GET", "/dropped")?.status == 500)
        }
    }

    @Test("beyond the configured number a request is told that it cannot wait")
    func tooMany() throws {
        var limits = HTTPLimits()
        limits.suspended = 2
        let server = try TestServer(limits: limits)
        let waiting = try (0..<2).map { _ in try server.client() }
        for client in waiting { client.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n") }
        #expect(eventually { server.responders == 2 })
        #expect(try server.client().ask("GET", "/wait")?.status == 503)
        server.takeResponder()?.respond(Response())
        #expect(eventually { (try? server.client().ask("GET", "/both")?.body) == "at once" })
    }

    @Test("a client that leaves while it waits is noticed, however it leaves")
    func clientLeaves() throws {
        let server = try TestServer()
        let leave: [(RawClient) -> Void] = [{ $0.close() }, { $0.reset() }, { $0.halfClose() }]
        for (index, leave) in leave.enumerated() {
            let client = try server.client()
            client.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(eventually { server.responders == 1 })
            leave(client)
            #expect(eventually { server.clientsGone == index + 1 })
            #expect(server.takeResponder()?.respond(Response()) == false)
        }
        #expect(try server.client().ask("GET", "/ping")?.body == "ok")
    }

    @Test("answers race with clients leaving, and nothing is left behind")
    func races() throws {
        var limits = HTTPLimits()
        limits.suspended = 64
        let server = try TestServer(limits: limits)
        var seed = UInt64.random(in: 1...UInt64.max)
        print("races: seed \(seed)")
        for _ in 0..<400 {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let client = try server.client()
            client.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
            if seed >> 40 & 3 != 0 { _ = eventually { server.responders > 0 } }
            if seed >> 50 & 1 == 0 { client.reset() } else { client.close() }
            server.takeResponder()?.respond(Response())
        }
        _ = eventually {
            while let responder = server.takeResponder() { responder.respond(Response()) }
            return (try? server.client().ask("GET", "/both")?.body) == "at once"
        }
        server.stop(graceMs: 1_000)
        while let responder = server.takeResponder() { #expect(!responder.respond(Response())) }
    }

    @Test("a stop lets a suspended request be answered in its grace")
    func stopWithGrace() throws {
        let server = try TestServer()
        let client = try server.client()
        client.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(eventually { server.responders == 1 })
        let stopping = Thread { server.stop(graceMs: 5_000) }
        stopping.start()
        #expect(eventually { (try? server.client().ask("GET", "/both")?.status) == 503 })
        server.takeResponder()?.respond(Response(body: Array("last".utf8)))
        let answer = client.answer()
        #expect(answer?.body == "last")
        #expect(answer?.header("Connection") == "close")
        #expect(client.waitForEnd())
    }

    @Test("a stop answers with 503 what still waits, and later answers do nothing")
    func stopWithoutGrace() throws {
        let server = try TestServer()
        let clients = try (0..<5).map { _ in try server.client() }
        for client in clients { client.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n") }
        #expect(eventually { server.responders == 5 })
        server.stop()
        #expect(server.clientsGone == 5)
        for client in clients { #expect(client.answer()?.status == 503) }
        while let responder = server.takeResponder() { #expect(!responder.respond(Response())) }
    }
}
