// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import HTTPServer
import Testing

struct LimitTests {
    @Test("a body of the largest size is taken, one byte more is 413")
    func bodies() throws {
        let server = try TestServer()
        let limit = HTTPLimits().bodyBytes
        let client = try server.client()
        client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: \(limit)\r\n\r\n")
        client.send([UInt8](repeating: 0x61, count: limit))
        #expect(client.answer()?.body.hasPrefix("post body=\(limit) ") == true)
        client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: \(limit + 1)\r\n\r\n")
        #expect(client.answer()?.status == 413)
        #expect(client.waitForEnd())
    }

    @Test("a body in chunks past the limit is 413, and one without end is cut")
    func chunkedBodies() throws {
        let server = try TestServer()
        let chunk = "4000\r\n" + String(repeating: "a", count: 0x4000) + "\r\n"
        let client = try server.client()
        client.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        client.send(String(repeating: chunk, count: 5) + "0\r\n\r\n")
        #expect(client.answer()?.status == 413)
        let endless = try server.client()
        endless.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        endless.send(String(repeating: chunk, count: 100))
        #expect(endless.waitForEnd())
    }

    @Test("heads past their limits are 414 and 431, in the owner's shape")
    func heads() throws {
        let server = try TestServer()
        let limits = HTTPLimits()
        let longPath = "/raw/" + String(repeating: "a", count: limits.uriBytes - 5)
        #expect(try server.client().ask("GET", longPath)?.status == 200)
        let fields = String(repeating: "A: b\r\n", count: limits.headerFields - 1)
        #expect(try server.client().ask("GET", "/ping", headers: fields)?.status == 200)
        let refused: [(String, String, Int)] = [
            (longPath + "a", "", 414), ("/ping", fields + "A: b\r\n", 431),
            ("/ping", "A: " + String(repeating: "a", count: limits.headBytes) + "\r\n", 431),
        ]
        for (target, headers, status) in refused {
            let client = try server.client()
            let answer = client.ask("GET", target, headers: headers)
            #expect(answer?.status == status)
            #expect(answer?.header("Content-Type") == "application/problem+json")
            #expect(client.waitForEnd())
        }
    }

    @Test("a client that takes too long is cut off in each phase")
    func slowClients() throws {
        var limits = HTTPLimits()
        limits.headTimeoutMs = 100
        limits.bodyTimeoutMs = 100
        limits.idleTimeoutMs = 100
        limits.sendTimeoutMs = 100
        let server = try TestServer(limits: limits)
        let silent = try server.client()
        let drippingHead = try server.client()
        drippingHead.send("GET /ping HTTP/1.1\r\nHost: x\r\nX-A: ")
        let drippingBody = try server.client()
        drippingBody.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n")
        let idle = try server.client()
        #expect(idle.ask("GET", "/ping")?.status == 200)
        let deadline = Date().addingTimeInterval(5)
        var drips = 0
        while drippingHead.end == .open || drippingBody.end == .open, Date() < deadline {
            for client in [drippingHead, drippingBody] where client.end == .open {
                client.send("a")
                _ = client.waitForEnd(timeoutMs: 5)
            }
            drips += 1
        }
        #expect(drips > 1)
        for client in [silent, drippingHead, drippingBody, idle] { #expect(client.waitForEnd()) }
    }

    @Test("a client that does not read its answer is cut off")
    func slowReader() throws {
        var limits = HTTPLimits()
        limits.sendTimeoutMs = 100
        let server = try TestServer(limits: limits)
        let client = try server.client()
        client.send("GET /big HTTP/1.1\r\nHost: x\r\n\r\n")
        server.stop(graceMs: 5_000)
        #expect(client.waitForEnd())
        #expect(client.rest.utf8.count < 8 << 20)
    }
}
