// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Foundation
internal import HTTPServer
internal import Projector
internal import Synchronization

/// `/admin/v1/{projection}/verify`: GET compares the views with their SELECTs.
struct VerifyRoute: Sendable {
    let runner: ProjectionRunner
    let services: Services

    /// Answers a request, on an event thread; the comparing has a thread of its own, one at a time.
    func reply(_ request: borrowing Request) -> Reply {
        guard request.method == .get || request.method == .head else {
            var problem = Problem(.methodNotAllowed, "this path answers GET and HEAD")
            problem.allow = "GET, HEAD"
            return .now(problem.response())
        }
        guard !services.isVerifying.exchange(true, ordering: .acquiring) else {
            return .now(Problem(.overloaded, "another comparison is under way").response())
        }
        guard let responder = request.suspend() else {
            services.isVerifying.store(false, ordering: .releasing)
            return .now(Problem(.overloaded, "too many requests wait already").response())
        }
        let thread = Thread { [self] in
            let response = response()
            services.isVerifying.store(false, ordering: .releasing)
            responder.respond(response)
        }
        thread.name = "verify"
        thread.start()
        return .later(responder)
    }

    private func response() -> Response {
        do {
            guard let verification = try runner.verify() else {
                return Problem(.firstBuild, "\(runner.projection.name) is being built for the first time").response()
            }
            return Response(
                headers: ["Content-Type": "application/json", "Cache-Control": "no-store"], body: body(verification))
        } catch {
            services.log("verifying \(runner.projection.name): \(error)")
            return Problem(.internalError, "the read model cannot be read").response()
        }
    }

    private func body(_ verification: Verification) -> [UInt8] {
        var buffer = JSONBuffer()
        buffer.raw("{\"projection\":")
        buffer.string(runner.projection.name)
        buffer.raw(",\"generation\":\(verification.generation),\"views\":")
        buffer.list("[", verification.views, "]") { buffer, view in
            buffer.raw("{\"name\":")
            buffer.string(view.name)
            if let failure = view.failure {
                buffer.raw(",\"failure\":")
                buffer.string(failure)
            }
            buffer.raw(",\"rows\":\(view.rows),\"missing\":\(view.missing),\"extra\":\(view.extra),\"examples\":")
            buffer.list("[", view.examples, "]") { $0.string($1) }
            buffer.raw("}")
        }
        buffer.raw("}")
        return buffer.bytes
    }
}
