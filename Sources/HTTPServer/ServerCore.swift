// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

private import Synchronization

/// What the connections of a server share.
final class ServerCore: Sendable {
    let limits: HTTPLimits
    let handler: HTTPServer.Handler
    let log: @Sendable (String) -> Void
    let suspended: SuspendedRequests
    let connections = OpenConnections()
    private let problem: HTTPServer.Problem
    private let stopping = Atomic(false)

    init(
        limits: HTTPLimits, suspended: SuspendedRequests, log: @escaping @Sendable (String) -> Void,
        problem: @escaping HTTPServer.Problem, handler: @escaping HTTPServer.Handler
    ) {
        self.limits = limits
        self.suspended = suspended
        self.log = log
        self.problem = problem
        self.handler = handler
    }

    /// Whether answers close their connections, since the server is going away.
    var isStopping: Bool { stopping.load(ordering: .relaxed) }

    func beginStopping() {
        stopping.store(true, ordering: .relaxed)
        suspended.close()
    }

    func answer(to fault: RequestFault) -> Response {
        problem(fault)
    }
}
