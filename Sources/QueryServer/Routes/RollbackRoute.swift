// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation
internal import HTTPServer
internal import Projector

/// `/admin/v1/{projection}/rollback`: POST goes back to the previous generation (R31).
struct RollbackRoute: Sendable {
    let runner: ProjectionRunner
    let services: Services
    let listener: ListenAddress

    /// What a POST may say.
    private struct Order: Decodable {
        var stale: Bool?
    }

    /// Answers a request, on an event thread.
    func reply(_ request: borrowing Request) -> Reply {
        guard request.method == .post else {
            var problem = Problem(.methodNotAllowed, "this path answers POST")
            problem.allow = "POST"
            return .now(problem.response())
        }
        let isStale: Bool
        do throws(Problem) {
            try ActionCheck.allow(request, listener: listener)
            isStale = try RollbackRoute.isStale(request.body)
        } catch {
            return .now(error.response())
        }
        guard let responder = request.suspend() else {
            return .now(Problem(.overloaded, "too many requests wait already").response())
        }
        // On another thread: the brokers are asked first, which may take seconds.
        let isTaken = services.slow.submit { responder.respond(RollbackRoute.begin(runner, isStale)) }
        if !isTaken { responder.respond(Problem(.overloaded, "too many requests wait already").response()) }
        return .later(responder)
    }

    private static func isStale(_ body: [UInt8]) throws(Problem) -> Bool {
        if body.isEmpty { return false }
        guard let order = try? JSONDecoder().decode(Order.self, from: Data(body)) else {
            throw Problem(.badRequest, "the body must be JSON such as {\"stale\": true}")
        }
        return order.stale ?? false
    }

    private static func begin(_ runner: ProjectionRunner, _ isStale: Bool) -> Response {
        do throws(RebuildRefusal) {
            let rollback = try runner.rollback(stale: isStale)
            var response = RebuildRoutes.response(runner) { buffer in
                buffer.raw(",\"breaks\":")
                buffer.list("[", rollback.breaks, "]") { buffer, entry in
                    buffer.raw("{\"topic\":")
                    buffer.string(entry.topic)
                    buffer.raw(",\"partition\":\(entry.partition),\"from\":\(entry.from),\"to\":\(entry.to)}")
                }
            }
            response.status = 202
            return response
        } catch {
            return Problem(error).response()
        }
    }
}
