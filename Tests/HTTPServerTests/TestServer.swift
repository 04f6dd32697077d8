// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import HTTPServer
import Synchronization

/// A running server on a free port with the routes that the tests ask.
final class TestServer: Sendable {
    /// What `/wait` requests left behind, for the test to answer from its own thread.
    let responders = Mutex<[Responder]>([])
    let clientsGone = Atomic(0)
    private let running = Mutex<HTTPServer?>(nil)
    let port: UInt16

    init(limits: HTTPLimits = HTTPLimits(), threads: Int = 2) throws {
        final class Late: Sendable { let test = Mutex<TestServer?>(nil) }
        let late = Late()
        let server = try HTTPServer(
            address: ListenAddress(host: "127.0.0.1", port: 0), limits: limits, threads: threads,
            problem: { fault in
                Response(
                    status: fault.status, headers: ["Content-Type": "application/problem+json"],
                    body: Array("\(fault.status) \(fault.title): \(fault.detail)".utf8))
            },
            handler: { (request) throws(RequestFault) in
                guard let test = late.test.withLock({ $0 }) else { return .now(Response(status: 503)) }
                return try test.answer(request)
            })
        try server.start()
        port = server.port
        late.test.withLock { $0 = self }
        running.withLock { $0 = server }
    }

    deinit { stop() }

    func stop(graceMs: Int = 0) {
        let server = running.withLock { $0.take() }
        server?.stop(graceMs: graceMs)
    }

    func client() throws -> RawClient { try RawClient(port: port) }

    private func answer(_ request: borrowing Request) throws(RequestFault) -> Reply {
        let segments = try request.pathSegments()
        switch segments.first {
        case "ping": return text("ok")
        case "echo":
            return text("\(request.method) body=\(request.body.count) \(String(decoding: request.body, as: UTF8.self))")
        case "path": return text(segments.dropFirst().joined(separator: "|"))
        case "raw": return text(request.path)
        case "query":
            return text(try request.parameters().map { "[\($0.name)]=[\($0.value)]" }.joined(separator: ";"))
        case "agent": return text(request.header("user-agent") ?? "none")
        case "set": return .now(Response(headers: ["X-Value": try request.parameters().first?.value ?? ""]))
        case "big": return .now(Response(body: [UInt8](repeating: 0x61, count: 8 << 20)))
        case "wait": return wait(request)
        case "both":
            guard request.suspend() != nil else { return text("full") }
            return text("at once")
        case "dropped":
            guard let responder = request.suspend() else { return text("full") }
            return .later(responder)
        case "early":
            guard let responder = request.suspend() else { return text("full") }
            responder.respond(Response(body: Array("early".utf8)))
            return .later(responder)
        default: throw RequestFault(status: 404, title: "not found", detail: "no such path")
        }
    }

    private func wait(_ request: borrowing Request) -> Reply {
        guard let responder = request.suspend() else { return .now(Response(status: 503)) }
        responder.onClientGone { [weak self] in self?.clientsGone.add(1, ordering: .relaxed) }
        responders.withLock { $0.append(responder) }
        return .later(responder)
    }

    private func text(_ text: String) -> Reply {
        .now(Response(headers: ["Content-Type": "text/plain"], body: Array(text.utf8)))
    }
}

/// Looks until something holds; false if it does not in time.
func eventually(timeoutMs: Int = 5_000, _ condition: () -> Bool) -> Bool {
    let deadline = Date().addingTimeInterval(Double(timeoutMs) / 1_000)
    while Date() < deadline {
        if condition() { return true }
        usleep(1_000)
    }
    return condition()
}
