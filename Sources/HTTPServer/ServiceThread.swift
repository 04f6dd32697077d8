// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

private import Glibc
private import Synchronization

/// The server's own thread: it sees clients leave while they wait, and cuts off those that take too long.
///
/// Proof of Sendable: `thread` is written by `start` and read by `stop`, which `HTTPServer` calls once each in
/// that order; all else is immutable or atomic.
final class ServiceThread: @unchecked Sendable {
    private let events: EventQueue
    private let suspended: SuspendedRequests
    private let connections: OpenConnections
    private let sweepMs: Int
    private let isStopping = Atomic(false)
    private var thread = pthread_t()

    init(events: EventQueue, suspended: SuspendedRequests, connections: OpenConnections, limits: HTTPLimits) {
        self.events = events
        self.suspended = suspended
        self.connections = connections
        let shortest = min(limits.headTimeoutMs, limits.bodyTimeoutMs, limits.idleTimeoutMs, limits.sendTimeoutMs)
        // A deadline is kept to within a quarter, and to within a second; a sweep of 1,024 connections is some us.
        sweepMs = max(10, min(1_000, shortest / 4))
    }

    func start() throws(HTTPServerError) {
        let context = unsafe Unmanaged.passRetained(self)
        let status = unsafe pthread_create(&thread, nil, serviceThreadMain, context.toOpaque())
        guard status == 0 else {
            unsafe context.release()
            throw HTTPServerError(
                code: .cannotStart, message: "no thread for the HTTP server: \(SystemError.text(status))",
                hint: "raise the limit of threads (ulimit -u, TasksMax)")
        }
    }

    func stop() {
        isStopping.store(true, ordering: .relaxed)
        events.wake()
        pthread_join(thread, nil)
    }

    fileprivate func run() {
        var nextSweepMs = MonotonicClock.nowMs + Int64(sweepMs)
        while !isStopping.load(ordering: .relaxed) {
            for id in events.wait(timeoutMs: sweepMs) { suspended.clientLeft(id: id) }
            let nowMs = MonotonicClock.nowMs
            guard nowMs >= nextSweepMs else { continue }
            connections.cutOverdue(nowMs: nowMs)
            nextSweepMs = nowMs + Int64(sweepMs)
        }
    }
}

private func serviceThreadMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context = unsafe context else { return nil }
    unsafe Unmanaged<ServiceThread>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
