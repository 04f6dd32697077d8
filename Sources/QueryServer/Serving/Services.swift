// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import HTTPServer
internal import Projector
internal import Synchronization

/// What all calls share: threads, what is counted, and who waits.
final class Services: Sendable {
    /// The threads for queries that turned out slow.
    static let slowThreads = 2
    /// The most slow queries that wait for a thread.
    static let slowQueueMax = 64
    /// The threads on which waiting requests go on; they run queries with the small budget only.
    static let resumeThreads = 2

    let metrics: MetricsRegistry
    let questions = LogQuestions()
    let slow = WorkerPool(name: "slow queries", threads: slowThreads, queueMax: slowQueueMax)
    let resumed = WorkerPool(name: "resumed requests", threads: resumeThreads, queueMax: 2 * ProgressBoard.waitsMax)
    /// The comparisons that an operator asks for.
    let comparing = Comparing()
    private let sink: LogSink
    private let waits = Mutex(Waits())

    private struct Waits {
        var open: [ObjectIdentifier: PendingCall] = [:]
        var isStopping = false
    }

    init(metrics: MetricsRegistry, log: @escaping LogSink) {
        self.metrics = metrics
        sink = log
    }

    /// Writes a line about something that an operator should know.
    func log(_ message: String) { sink(LogLine(.warning, message)) }

    /// Whether requests are turned away.
    var isStopping: Bool { waits.withLock { $0.isStopping } }

    /// The calls that are answered later.
    var waitingCount: Int { waits.withLock { $0.open.count } }

    /// Notes a call that is answered later; false if the server is stopping.
    func add(_ call: PendingCall) -> Bool {
        waits.withLock { waits in
            if waits.isStopping { return false }
            waits.open[ObjectIdentifier(call)] = call
            return true
        }
    }

    func remove(_ call: PendingCall) {
        _ = waits.withLock { $0.open.removeValue(forKey: ObjectIdentifier(call)) }
    }

    /// Answers all that wait for the log with 503, and takes no more.
    func beginStopping() {
        let open = waits.withLock { waits in
            waits.isStopping = true
            return Array(waits.open.values)
        }
        for call in open { call.stopping() }
    }

    /// Ends the threads.
    func stop() {
        for pool in [slow, resumed] { pool.stop() }
        questions.stop()
    }
}
