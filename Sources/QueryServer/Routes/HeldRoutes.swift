// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Foundation
internal import HTTPServer
internal import Projector
internal import ReadModel

/// `/admin/v1/{projection}/held…`: the records that are held, and what to do with them (R17, R19, R40).
struct HeldRoutes: Sendable {
    /// The most keys of one list.
    static let limitMax = 10_000
    /// The keys of a list unless `limit` says otherwise.
    static let limitDefault = 100

    let runner: ProjectionRunner
    let services: Services
    let listener: ListenAddress

    /// Answers a request for what stands behind `held`, on an event thread.
    func reply(_ request: borrowing Request, _ rest: [String]) throws(RequestFault) -> Reply {
        let isAction = rest == ["retry"] || rest == ["skip"]
        guard isAction ? request.method == .post : (request.method == .get || request.method == .head) else {
            var problem = Problem(.methodNotAllowed, "this path answers \(isAction ? "POST" : "GET and HEAD")")
            problem.allow = isAction ? "POST" : "GET, HEAD"
            return .now(problem.response())
        }
        do throws(Problem) {
            if isAction { try ActionCheck.allow(request, listener: listener) }
            switch rest.count {
            case 0:
                let limit = try limit(try? request.parameters())
                return later(request) { try $0.list(limit) }
            case 1 where rest[0] == "retry":
                return retry(request, try HeldOrder(request.body).retry)
            case 1 where rest[0] == "skip":
                let order = try HeldOrder(request.body)
                return skip(request, try order.place, try order.skipReason)
            case 3:
                guard let partition = Int32(rest[1]), let offset = Int64(rest[2]) else { break }
                let place = LogPlace(topic: rest[0], partition: partition, offset: offset)
                return later(request) { try $0.record(place) }
            default: break
            }
            throw Problem(.notFound, "there is nothing at this path")
        } catch {
            return .now(error.response())
        }
    }

    private func limit(_ given: [Parameter]?) throws(Problem) -> Int {
        var faults: [ParameterFault] = []
        var limit = HeldRoutes.limitDefault
        for parameter in given ?? [] {
            if parameter.name == "limit", let number = Int(parameter.value), (1...HeldRoutes.limitMax).contains(number)
            {
                limit = number
            } else if parameter.name == "limit" {
                faults.append(ParameterFault("limit", "is no number from 1 to \(HeldRoutes.limitMax)"))
            } else {
                faults.append(ParameterFault(parameter.name, "is not known here; known is limit"))
            }
        }
        guard faults.isEmpty else { throw Problem(faults) }
        return limit
    }

    /// Reads the file on a thread that may take its time.
    private func later(
        _ request: borrowing Request, _ read: @escaping @Sendable (HeldPage) throws -> [UInt8]
    ) -> Reply {
        answerLater(request) { [runner, services] responder in
            guard let file = runner.heldFile else {
                responder.respond(Problem(.notReady, "the projection has no generation yet").response())
                return
            }
            do {
                let page = HeldPage(projection: runner.projection, reader: try HeldReader(file))
                responder.respond(HeldRoutes.json(try read(page)))
            } catch let problem as Problem {
                responder.respond(problem.response())
            } catch {
                services.log("reading held records of \(runner.projection.name): \(error)")
                responder.respond(Problem(.internalError, "the held records cannot be read").response())
            }
        }
    }

    private func answerLater(
        _ request: borrowing Request, _ work: @escaping @Sendable (Responder) -> Void
    ) -> Reply {
        guard let responder = request.suspend() else {
            return .now(Problem(.overloaded, "too many requests wait already").response())
        }
        if !services.slow.submit({ work(responder) }) {
            responder.respond(Problem(.overloaded, "too many requests wait already").response())
        }
        return .later(responder)
    }

    private static func json(_ body: [UInt8], status: Int = 200) -> Response {
        Response(
            status: status, headers: ["Content-Type": "application/json", "Cache-Control": "no-store"], body: body)
    }

    // MARK: - Actions

    private func retry(_ request: borrowing Request, _ aim: HeldTask.Aim) -> Reply {
        answerLater(request) { [runner] responder in
            runner.retryHeld(aim) { responder.respond(HeldRoutes.response($0)) }
        }
    }

    private static func response(_ result: Result<HeldTask.Result, HeldRefusal>) -> Response {
        switch result {
        case .success(let done) where done.wasFound: json(body(done, isDone: true))
        case .success: Problem(.notHeld, "no held record is there, or of that key").response()
        case .failure(.notRunning):
            Problem(.notReady, "the projection does not run now: its status tells why").response()
        case .failure(.busy): Problem(.overloaded, "too many requests wait already").response()
        }
    }

    private func skip(_ request: borrowing Request, _ place: LogPlace, _ reason: String) -> Reply {
        answerLater(request) { [runner, services] responder in
            do {
                try runner.skipHeld(place, reason: reason) { outcome in
                    switch outcome {
                    case .done(let done): responder.respond(HeldRoutes.json(HeldRoutes.body(done, isDone: true)))
                    case .decided:
                        let body = HeldRoutes.body(HeldTask.Result(), isDone: false)
                        responder.respond(HeldRoutes.json(body, status: 202))
                    case .notHeld:
                        responder.respond(Problem(.notHeld, "no record is held at \(place)").response())
                    }
                }
            } catch {
                services.log("skipping \(place) of \(runner.projection.name): \(error)")
                responder.respond(Problem(.internalError, "the decision cannot be written").response())
            }
        }
    }

    private static func body(_ result: HeldTask.Result, isDone: Bool) -> [UInt8] {
        var buffer = JSONBuffer()
        buffer.raw("{\"done\":\(isDone),\"applied\":\(result.applied),\"skipped\":\(result.skipped)")
        buffer.raw(",\"freed_keys\":\(result.freedKeys),\"failed_keys\":\(result.failedKeys)}")
        return buffer.bytes
    }
}
