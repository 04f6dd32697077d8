// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import HTTPServer
import Synchronization

/// The routes that the tests ask, and what they leave behind.
final class TestRoutes: Sendable {
    /// What `/wait` requests left, for the test to answer from its own thread.
    let responders = Mutex<[Responder]>([])
    let clientsGone = Atomic(0)

    func answer(_ request: borrowing Request) throws(RequestFault) -> Reply {
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
