// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import HTTPServer
internal import Synchronization

/// The paths of the public listener.
struct PublicRoutes: Sendable {
    let projections: [String: ServedProjection]
    let pasts: ServedPasts
    let services: Services

    /// What the path of a query knows beside its parameters.
    private static let queryControls = ["_after", "_wait", "_max_lag", "_handling", "_limit", "_format"]
    private static let waitControls = ["_after", "_wait", "_max_lag", "_handling"]

    /// Answers a request, on an event thread.
    func reply(_ request: borrowing Request) throws(RequestFault) -> Reply {
        let segments = try request.pathSegments()
        let given = try request.parameters()
        guard request.method == .get || request.method == .head else { return .now(refuseMethod(segments)) }
        switch (segments.count, segments.first) {
        case (1, "v1"): return .now(catalogue(request, given))
        case (2, "problems"): return .now(explanation(segments[1]))
        case (3, "v1"):
            guard let projection = find(segments[1]) else { return .now(unknownProjection(segments[1])) }
            return reply(request, projection, segments[2], given)
        default:
            return .now(Problem(.notFound, "there is nothing at this path; start at /v1").response())
        }
    }

    private func refuseMethod(_ segments: [String]) -> Response {
        var problem = Problem(.methodNotAllowed, "this path answers GET and HEAD")
        problem.allow = "GET, HEAD"
        guard segments.count == 3, let projection = find(segments[1]) else { return problem.response() }
        return refuse(problem, Call(projection: projection, question: .position))
    }

    /// A projection, or a generation of it as of a past time: `shop@LABEL`.
    private func find(_ name: String) -> ServedProjection? {
        guard let at = name.firstIndex(of: "@") else { return projections[name] }
        return projections[String(name[..<at])].map { pasts.find($0.runner, String(name[name.index(after: at)...])) }
    }

    private func unknownProjection(_ name: String) -> Response {
        let hint =
            DidYouMean.nearest(name, among: projections.keys.sorted()).map { "did you mean \($0)?" }
            ?? "GET /v1 lists them"
        return Problem(.unknownProjection, "there is no projection of this name; \(hint)").response()
    }

    private func catalogue(_ request: borrowing Request, _ given: [Parameter]) -> Response {
        if let unknown = given.first {
            return Problem([ParameterFault(unknown.name, "is not known here; known are none")]).response()
        }
        let listed = projections.values.map(\.listed).sorted { $0.name < $1.name }
        return Response(
            headers: ["Content-Type": "application/json", "Cache-Control": "no-cache"], body: Catalogue.body(listed))
    }

    private func explanation(_ slug: String) -> Response {
        guard let kind = ProblemKind(rawValue: slug) else {
            return Problem(.notFound, "there is no problem of this name").response()
        }
        let text = "\(kind.title) (\(kind.status))\n\n\(kind.explanation)\n"
        return Response(
            headers: ["Content-Type": "text/plain; charset=utf-8", "Cache-Control": "max-age=3600"],
            body: Array(text.utf8))
    }

    // MARK: - A projection's paths

    private func reply(
        _ request: borrowing Request, _ projection: ServedProjection, _ name: String, _ given: [Parameter]
    ) -> Reply {
        var call = Call(projection: projection, question: .position)
        do {
            switch name {
            case "_position":
                try readControls(request, given, names: [])
            case "_wait":
                let controls = try readControls(
                    request, given, names: Self.waitControls, waitMs: Freshness.waitDefaultMs)
                call.question = .wait
                call.freshness = controls.freshness
                if !call.freshness.isConditional {
                    throw Problem([ParameterFault("_after", "is required: what to wait for")])
                }
            default:
                let served = try projection.current()
                let plan = try projection.plan(name, of: served)
                call.target = (generation: served, plan: plan)
                let controls = Controls(request, given, names: Self.queryControls)
                guard !controls.isUnacceptable else { throw Problem(.notAcceptable, "answers are application/json") }
                let rows = try Call.Rows(served, plan, given: given, limit: controls.limit, faults: controls.faults)
                call.question = .rows(rows)
                call.freshness = controls.freshness
            }
        } catch {
            return .now(refuse(error, call))
        }
        return reply(request, call)
    }

    @discardableResult
    private func readControls(
        _ request: borrowing Request, _ given: [Parameter], names: [String], waitMs: Int = 0
    ) throws -> Controls {
        var controls = Controls(request, given, names: names, waitMs: waitMs)
        for parameter in given where parameter.name.utf8.first != UInt8(ascii: "_") {
            controls.faults.append(
                ParameterFault(parameter.name, "is not known here; known are \(Controls.list(names))"))
        }
        guard controls.faults.isEmpty else { throw Problem(controls.faults) }
        return controls
    }

    private func reply(_ request: borrowing Request, _ call: Call) -> Reply {
        if call.isSlow { return later(request, call, isSlow: true) }
        switch Attempt(call: call, budget: .quick, log: services.log).run() {
        case .answer(let response): return .now(call.finished(response))
        case .exceeded:
            if case .rows(let rows) = call.question { rows.plan.isSlow.store(true, ordering: .relaxed) }
            return later(request, call, isSlow: true)
        case .unmet: return later(request, call, isSlow: false)
        }
    }

    private func later(_ request: borrowing Request, _ call: Call, isSlow: Bool) -> Reply {
        guard let responder = request.suspend() else {
            return .now(refuse(Problem(.overloaded, "too many requests wait already"), call))
        }
        PendingCall(call, responder, services).begin(isSlow: isSlow)
        return .later(responder)
    }

    private func refuse(_ error: any Error, _ call: Call) -> Response {
        call.finished(Attempt(call: call, budget: .quick, log: services.log).response(to: error))
    }
}
