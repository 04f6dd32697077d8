// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import HTTPServer
import Synchronization

/// A running server on a free port; it stops with its last owner.
final class TestServer: Sendable {
    let routes = TestRoutes()
    let port: UInt16
    private let server: HTTPServer

    init(limits: HTTPLimits = HTTPLimits(), threads: Int = 2) throws {
        let routes = routes
        server = try HTTPServer(
            address: ListenAddress(host: "127.0.0.1", port: 0), limits: limits, threads: threads,
            problem: { fault in
                Response(
                    status: fault.status, headers: ["Content-Type": "application/problem+json"],
                    body: Array("\(fault.status) \(fault.title): \(fault.detail)".utf8))
            },
            handler: { (request) throws(RequestFault) in try routes.answer(request) })
        try server.start()
        port = server.port
    }

    deinit { stop() }

    var responders: Int { routes.responders.withLock { $0.count } }
    var clientsGone: Int { routes.clientsGone.load(ordering: .relaxed) }

    func takeResponder() -> Responder? { routes.responders.withLock { $0.popLast() } }

    func stop(graceMs: Int = 0) { server.stop(graceMs: graceMs) }

    func client() throws -> RawClient { try RawClient(port: port) }
}

/// Looks until something holds; false if it does not in time.
func eventually(timeoutMs: Int = 5_000, _ condition: () -> Bool) -> Bool {
    let deadline = Date().addingTimeInterval(Double(timeoutMs) / 1_000)
    while Date() < deadline {
        if condition() { return true }
        _ = poll(nil, 0, 1)
    }
    return condition()
}
