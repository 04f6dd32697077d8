// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Projector
internal import Synchronization

/// Asks the brokers what only they know now; questions that wait for the same answer are asked once.
final class LogQuestions: Sendable {
    /// What is asked.
    enum Question: Hashable, Sendable {
        /// The end of a partition with all records.
        case end(topic: String, partition: Int32)
        /// How many partitions a topic has.
        case partitionCount(topic: String)
    }

    /// What came back.
    enum Answer: Sendable {
        case number(Int64)
        case nothing
        case failed
    }

    /// How long the brokers may take to answer one, in milliseconds.
    ///
    /// They do so within some tens of ms. While they are away, a request waits so much longer than it asked for.
    static let timeoutMs = 1_000
    /// The most different questions that wait.
    static let queueMax = 64
    /// The most requests that wait for one answer.
    static let askersMax = 512

    private struct Key: Hashable {
        var projection: String
        var question: Question
    }

    private let askers = Mutex<[Key: [@Sendable (Answer) -> Void]]>([:])
    private let pool = WorkerPool(name: "log questions", threads: 2, queueMax: LogQuestions.queueMax)

    /// Asks; false if too much is asked already.
    ///
    /// `then` is called once, on another thread.
    func ask(
        _ question: Question, of runner: ProjectionRunner, then: @escaping @Sendable (Answer) -> Void
    ) -> Bool {
        let key = Key(projection: runner.projection.name, question: question)
        let place: (isFirst: Bool, isTaken: Bool) = askers.withLock { askers in
            let waiting = askers[key]?.count ?? 0
            guard waiting < LogQuestions.askersMax else { return (false, false) }
            askers[key, default: []].append(then)
            return (waiting == 0, true)
        }
        guard place.isFirst else { return place.isTaken }
        let isQueued = pool.submit { [self] in
            // Taken before asking, so that nobody gets an answer older than the question.
            let waiting = askers.withLock { $0.removeValue(forKey: key) } ?? []
            let answer = answer(question, runner)
            waiting.forEach { $0(answer) }
        }
        if isQueued { return true }
        let refused = askers.withLock { $0.removeValue(forKey: key) } ?? []
        // Whoever joined meanwhile is answered; the first one is told by the result.
        refused.dropFirst().forEach { $0(.failed) }
        return false
    }

    func stop() { pool.stop() }

    private func answer(_ question: Question, _ runner: ProjectionRunner) -> Answer {
        do {
            switch question {
            case .end(let topic, let partition):
                return .number(
                    try runner.highWatermark(
                        topic: topic, partition: partition, timeoutMs: LogQuestions.timeoutMs))
            case .partitionCount(let topic):
                return try runner.partitionCount(of: topic, timeoutMs: LogQuestions.timeoutMs)
                    .map { .number(Int64($0)) } ?? .nothing
            }
        } catch {
            return .failed
        }
    }
}
