// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import HTTPServer
import Testing

struct LifeTests {
    private func make(_ address: ListenAddress) throws(HTTPServerError) -> HTTPServer {
        try HTTPServer(
            address: address, problem: { Response(status: $0.status) }, handler: { _ in .now(Response(status: 204)) })
    }

    @Test("an address in use is an error that names it and says what to do")
    func addressInUse() throws {
        let first = try make(ListenAddress(host: "127.0.0.1", port: 0))
        try first.start()
        let address = ListenAddress(host: "127.0.0.1", port: first.port)
        let second = try make(address)
        let error = #expect(throws: HTTPServerError.self) { try second.start() }
        #expect(error?.code == .addressInUse)
        #expect(error?.message.contains("\(address)") == true)
        #expect(error?.hint.isEmpty == false)
        first.stop(graceMs: 0)
        let third = try make(address)
        try third.start()
        #expect(try RawClient(port: third.port).ask("GET", "/")?.status == 204)
        third.stop(graceMs: 0)
        third.stop(graceMs: 0)
        #expect(third.port == 0)
    }

    @Test("a host that does not exist here is an error")
    func unknownHost() throws {
        let unknown = try make(ListenAddress(host: "no such host", port: 0))
        #expect(throws: HTTPServerError.self) { try unknown.start() }
        let elsewhere = try make(ListenAddress(host: "192.0.2.1", port: 0))
        let error = #expect(throws: HTTPServerError.self) { try elsewhere.start() }
        #expect(error?.code == .cannotListen)
    }

    @Test("a server that was never stopped ends with its owner, one with one thread answers too")
    func endsWithOwner() throws {
        var port: UInt16 = 0
        do {
            let server = try TestServer(threads: 1)
            port = server.port
            #expect(try server.client().ask("GET", "/ping")?.body == "ok")
            server.stop()
        }
        #expect(throws: (any Error).self) { try RawClient(port: port) }
    }

    @Test("addresses are read and written")
    func addresses() {
        #expect(ListenAddress("127.0.0.1:80") == ListenAddress(host: "127.0.0.1", port: 80))
        #expect(ListenAddress("[::1]:0")?.description == "[::1]:0")
        for bad in ["", "80", ":80", "a:", "a:b", "::1:80", "a:70000"] { #expect(ListenAddress(bad) == nil) }
    }
}
