// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Foundation
internal import HTTPServer
internal import Projector

/// `/admin/v1/{projection}/rebuild`: POST begins one, GET tells how far the latest is.
struct RebuildRoutes: Sendable {
    let projector: Projector
    let services: Services
    let listener: ListenAddress

    /// What a POST may say.
    struct Order: Decodable, Sendable {
        enum CodingKeys: String, CodingKey {
            case acceptDifferences = "accept_differences"
            case allowSmaller = "allow_smaller"
            case cancel, until, label
        }

        var acceptDifferences: Bool?
        var allowSmaller: Bool?
        var cancel: Bool?
        var until: String?
        var label: String?
    }

    /// Answers a request, on an event thread.
    func reply(_ request: borrowing Request, projection: String) -> Reply {
        guard let runner = projector.runner(projection) else {
            return .now(Problem(.unknownProjection, "there is no projection of this name").response())
        }
        switch request.method {
        case .get, .head: return .now(RebuildRoutes.status(runner))
        case .post:
            do throws(Problem) {
                try ActionCheck.allow(request, listener: listener)
                return begin(request, runner, try RebuildRoutes.order(request.body))
            } catch {
                return .now(error.response())
            }
        default:
            var problem = Problem(.methodNotAllowed, "this path answers GET, HEAD and POST")
            problem.allow = "GET, HEAD, POST"
            return .now(problem.response())
        }
    }

    /// Begins it on another thread: the brokers are asked first, which may take seconds.
    private func begin(_ request: borrowing Request, _ runner: ProjectionRunner, _ order: Order) -> Reply {
        guard let responder = request.suspend() else {
            return .now(Problem(.overloaded, "too many requests wait already").response())
        }
        let isTaken = services.slow.submit {
            responder.respond(RebuildRoutes.begin(runner, order))
        }
        if !isTaken { responder.respond(Problem(.overloaded, "too many requests wait already").response()) }
        return .later(responder)
    }

    private static func begin(_ runner: ProjectionRunner, _ order: Order) -> Response {
        do throws(RebuildRefusal) {
            if order.cancel == true {
                _ = try runner.cancelBuild()
                return response(runner) { $0.raw(",\"is_rebuilt_at_start\":\(runner.buildsAtStart)") }
            }
            if let until = order.until { return try PastRoutes.begin(runner, until: until, label: order.label) }
            _ = try runner.rebuild(
                acceptDifferences: order.acceptDifferences ?? false, allowSmaller: order.allowSmaller ?? false)
            var response = status(runner)
            response.status = 202
            return response
        } catch {
            return Problem(error).response()
        }
    }

    static func order(_ body: [UInt8]) throws(Problem) -> Order {
        if body.isEmpty { return Order() }
        guard body.count <= ActionCheck.bodyMax, let order = try? JSONDecoder().decode(Order.self, from: Data(body))
        else {
            throw Problem(.badRequest, "the body must be JSON such as {\"accept_differences\": true}")
        }
        return order
    }

    // MARK: - The status

    private static func status(_ runner: ProjectionRunner) -> Response {
        response(runner) { _ in }
    }

    /// The status, with what else is to be told.
    static func response(_ runner: ProjectionRunner, more: (inout JSONBuffer) -> Void) -> Response {
        var buffer = JSONBuffer()
        buffer.raw("{\"projection\":")
        buffer.string(runner.projection.name)
        if let status = runner.rebuildStatus { write(status, to: &buffer) } else { buffer.raw(",\"state\":\"none\"") }
        more(&buffer)
        buffer.raw("}")
        return Response(
            headers: ["Content-Type": "application/json", "Cache-Control": "no-store"], body: buffer.bytes)
    }

    private static func write(_ status: RebuildStatus, to buffer: inout JSONBuffer) {
        buffer.raw(",\"state\":")
        buffer.string(status.state.name)
        buffer.raw(",\"generation\":\(status.number),\"replaces\":\(status.replaced.map(String.init) ?? "null")")
        buffer.raw(",\"delivered\":\(status.generation.delivered)")
        buffer.raw(",\"lag_records\":\(status.generation.lagRecords.map(String.init) ?? "null")")
        buffer.raw(",\"progress\":")
        if let progress = StatusPage.progress(status.generation) {
            buffer.thousandths(progress)
        } else {
            buffer.raw("null")
        }
        buffer.raw(",\"rollback\":\(status.isRollback)")
        StatusPage.write(status.figures, status.phase, to: &buffer)
        for (name, text) in texts(status.state) {
            buffer.raw(",")
            buffer.name(name)
            buffer.string(text)
        }
        if let proof = status.proof {
            buffer.raw(",\"proof\":")
            ProofPage(proof: proof).write(to: &buffer)
        }
    }

    private static func texts(_ state: RebuildStatus.State) -> [(String, String)] {
        switch state {
        case .building, .cancelled, .live: []
        case .waiting(let reason): [("waiting_for", reason)]
        case .unaccepted(let refusal):
            [("code", refusal.code.rawValue), ("reason", refusal.message), ("hint", refusal.hint)]
        case .stopped(let cause):
            [
                ("code", cause.code.rawValue), ("place", cause.place), ("reason", cause.message), ("hint", cause.hint),
            ]
        }
    }
}

extension Problem {
    /// What a refused rebuild is answered.
    init(_ refusal: RebuildRefusal) {
        let kind: ProblemKind =
            switch refusal.code {
            case .alreadyBuilding: .alreadyBuilding
            case .logIncomplete: .logIncomplete
            case .needsAcceptance: .needsAcceptance
            case .differs: .differs
            case .muchSmaller: .muchSmaller
            case .logUnreachable: .logUnreachable
            case .storeRefused: .storeRefused
            case .noPrevious: .noPrevious
            case .previousUnusable: .previousUnusable
            case .cannotCancel: .cannotCancel
            case .beforeLogStart: .beforeLogStart
            case .sourceCompacted: .sourceCompacted
            case .timeInFuture: .timeInFuture
            case .labelTaken: .labelTaken
            case .tooManyLabels: .tooManyLabels
            case .unknownLabel: .unknownLabel
            case .notReady: .notReady
            }
        self.init(kind, refusal.message, [("hint", .text(refusal.hint))])
    }
}
