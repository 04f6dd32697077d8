// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import HTTPServer
internal import Projector
internal import ReadModel

/// `/admin/v1/{projection}/past/{label}`: how far a past generation is, and its removal (R30).
struct PastRoutes: Sendable {
    let runner: ProjectionRunner
    let services: Services
    let listener: ListenAddress

    /// Answers a request, on an event thread; `rest` is what follows `past` in the path.
    func reply(_ request: borrowing Request, _ rest: [String]) -> Reply {
        switch (rest.count, request.method) {
        case (0, .get), (0, .head): return .now(PastRoutes.list(runner))
        case (1, .get), (1, .head): return .now(PastRoutes.status(runner, rest[0]))
        case (2, .post) where rest[1] == "remove":
            do throws(Problem) { try ActionCheck.allow(request, listener: listener) } catch {
                return .now(error.response())
            }
            return remove(request, rest[0])
        case (0...1, _):
            var problem = Problem(.methodNotAllowed, "this path answers GET and HEAD")
            problem.allow = "GET, HEAD"
            return .now(problem.response())
        default: return .now(Problem(.notFound, "there is nothing at this path").response())
        }
    }

    /// Begins one, for a POST to `rebuild`.
    static func begin(
        _ runner: ProjectionRunner, until text: String, label: String?
    ) throws(RebuildRefusal) -> Response {
        guard let time = PastTime(text) else {
            return Problem(.badRequest, "until must be a time such as 2026-03-01T10:00:00Z").response()
        }
        let label = label ?? time.label
        guard PastGeneration.isLabel(label) else {
            return Problem(
                .badRequest,
                "a label has letters, digits, '.', '_' and '-', begins with a letter or a digit, and has at most "
                    + "\(PastGeneration.labelMax) of them"
            ).response()
        }
        _ = try runner.rebuild(until: time, label: label)
        var response = status(runner, label)
        response.status = 202
        return response
    }

    /// Removes it on another thread: what writes it is waited for.
    private func remove(_ request: borrowing Request, _ label: String) -> Reply {
        guard let responder = request.suspend() else {
            return .now(Problem(.overloaded, "too many requests wait already").response())
        }
        let isTaken = services.slow.submit { [runner] in
            do throws(RebuildRefusal) {
                let past = try runner.removePast(label)
                var buffer = JSONBuffer()
                buffer.raw("{\"removed\":")
                buffer.string("\(runner.projection.name)@\(past.label)")
                buffer.raw(",\"generation\":\(past.number)}")
                responder.respond(PastRoutes.json(buffer.bytes))
            } catch {
                responder.respond(Problem(error).response())
            }
        }
        if !isTaken { responder.respond(Problem(.overloaded, "too many requests wait already").response()) }
        return .later(responder)
    }

    private static func list(_ runner: ProjectionRunner) -> Response {
        var buffer = JSONBuffer()
        buffer.list("{\"past\":[", runner.pastStatuses, "]}") { buffer, status in
            buffer.raw("{")
            write(status, to: &buffer)
            buffer.raw("}")
        }
        return json(buffer.bytes)
    }

    private static func status(_ runner: ProjectionRunner, _ label: String) -> Response {
        guard let status = runner.pastStatuses.first(where: { $0.past.label == label }) else {
            return Problem(.unknownLabel, "no generation of \(runner.projection.name) has this label").response()
        }
        var buffer = JSONBuffer()
        buffer.raw("{\"projection\":")
        buffer.string(runner.projection.name)
        buffer.raw(",")
        write(status, to: &buffer)
        buffer.raw("}")
        return json(buffer.bytes)
    }

    /// The members that tell of one.
    static func write(_ status: PastStatus, to buffer: inout JSONBuffer) {
        let past = status.past
        buffer.raw("\"label\":")
        buffer.string(past.label)
        buffer.raw(",\"generation\":\(past.number),\"until\":")
        buffer.string(past.time)
        buffer.raw(",\"state\":")
        buffer.string(status.state.name)
        buffer.raw(",\"delivered\":\(status.delivered),\"bytes\":\(status.bytes)")
        if case .sealed = status.state {} else { StatusPage.write(status.figures, status.phase, to: &buffer) }
        buffer.raw(",\"vector\":")
        buffer.list("[", past.cuts.map(\.description), "]") { $0.string($1) }
        var texts: [(String, String)] = []
        switch status.state {
        case .building, .sealed: break
        case .waiting(let reason): texts = [("waiting_for", reason)]
        case .stopped(let cause):
            texts = [
                ("code", cause.code.rawValue), ("place", cause.place), ("reason", cause.message), ("hint", cause.hint),
            ]
        }
        for (name, text) in texts {
            buffer.raw(",")
            buffer.name(name)
            buffer.string(text)
        }
    }

    private static func json(_ body: [UInt8]) -> Response {
        Response(headers: ["Content-Type": "application/json", "Cache-Control": "no-store"], body: body)
    }
}
