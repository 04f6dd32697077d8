// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import HTTPServer
internal import Projector

/// The paths of the admin listener.
struct AdminRoutes: Sendable {
    let projector: Projector
    let services: Services
    let version: String
    /// Where queries are answered, as `http://127.0.0.1:8080`.
    let queryAddress: @Sendable () -> String
    /// Where these paths are served.
    let listener: ListenAddress

    /// Answers a request, on an event thread.
    func reply(_ request: borrowing Request) throws(RequestFault) -> Reply {
        let segments = try request.pathSegments()
        if segments.count == 4, segments.starts(with: ["admin", "v1"]), segments[3] == "rebuild" {
            return RebuildRoutes(projector: projector, services: services, listener: listener)
                .reply(request, projection: segments[2])
        }
        if segments.count == 4, segments.starts(with: ["admin", "v1"]), segments[3] == "verify" {
            guard let runner = projector.runner(segments[2]) else {
                return .now(Problem(.unknownProjection, "there is no projection of this name").response())
            }
            if request.method == .post {
                return AgainstLogRoute(runner: runner, services: services, listener: listener).reply(request)
            }
            return VerifyRoute(runner: runner, services: services).reply(request)
        }
        if segments.count == 4, segments.starts(with: ["admin", "v1"]), segments[3] == "rollback" {
            guard let runner = projector.runner(segments[2]) else {
                return .now(Problem(.unknownProjection, "there is no projection of this name").response())
            }
            return RollbackRoute(runner: runner, services: services, listener: listener).reply(request)
        }
        if segments.count >= 4, segments.starts(with: ["admin", "v1"]), segments[3] == "past" {
            guard let runner = projector.runner(segments[2]) else {
                return .now(Problem(.unknownProjection, "there is no projection of this name").response())
            }
            return PastRoutes(runner: runner, services: services, listener: listener)
                .reply(request, Array(segments[4...]))
        }
        if segments.count >= 4, segments.starts(with: ["admin", "v1"]), segments[3] == "held" {
            guard let runner = projector.runner(segments[2]) else {
                return .now(Problem(.unknownProjection, "there is no projection of this name").response())
            }
            return try HeldRoutes(runner: runner, services: services, listener: listener)
                .reply(request, Array(segments[4...]))
        }
        guard request.method == .get || request.method == .head else {
            var problem = Problem(.methodNotAllowed, "this path answers GET and HEAD")
            problem.allow = "GET, HEAD"
            return .now(problem.response())
        }
        switch (segments.count, segments[0]) {
        case (1, "livez"): return .now(text("ok\n"))
        case (1, "readyz"):
            let isVerbose = try request.parameters().contains { $0.name == "verbose" }
            return .now(readiness(isVerbose))
        case (1, "metrics"):
            let statuses = projector.runners.map(\.status)
            let page = MetricsPage(version: version, statuses: statuses, registry: services.metrics)
            return .now(text(page.text, type: "text/plain; version=0.0.4; charset=utf-8"))
        case (2, "admin") where segments[1] == "v1":
            return .now(json(StatusPage(queryAddress: queryAddress(), version: version).body(projector.runners)))
        case (3, "admin") where segments[1] == "v1":
            guard let runner = projector.runner(segments[2]) else {
                return .now(Problem(.unknownProjection, "there is no projection of this name").response())
            }
            return .now(json(StatusPage(queryAddress: queryAddress(), version: version).body(runner)))
        default: return .now(Problem(.notFound, "there is nothing at this path").response())
        }
    }

    private func readiness(_ isVerbose: Bool) -> Response {
        let readiness = Readiness(projector.runners, isStopping: services.isStopping)
        let word = readiness.isReady ? "ok\n" : "not ready\n"
        var response = text(isVerbose ? readiness.verbose + word : word)
        if !readiness.isReady { response.status = 503 }
        return response
    }

    private func text(_ text: String, type: String = "text/plain; charset=utf-8") -> Response {
        Response(headers: ["Content-Type": type, "Cache-Control": "no-store"], body: Array(text.utf8))
    }

    private func json(_ body: [UInt8]) -> Response {
        Response(headers: ["Content-Type": "application/json", "Cache-Control": "no-store"], body: body)
    }
}
