// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import HTTPServer
internal import Projector
internal import ReadModel
internal import Synchronization

/// A call that is answered later: it waits for the log to be applied, or for a thread of the slow pool.
///
/// Its steps run one after the other, on whatever thread brings the next news; none of them blocks an event thread.
final class PendingCall: Sendable {
    /// How long a wait for a place past the known end goes on before the brokers are asked whether it exists, in ms.
    ///
    /// The known end is a tenth of a second old, so most places turn up by themselves.
    static let doubtAfterMs = 250

    private struct State {
        var call: Call
        var isOver = false
        /// Whether the brokers were asked about places past the known end.
        var hasAsked = false
        var isDoubtDue: Bool
        /// The wait that is registered with the projection.
        var wait: ProgressBoard.Wait?
    }

    private let services: Services
    private let responder: Responder
    private let deadlineNs: UInt64
    private let state: Mutex<State>
    private let beganNs = MonotonicTime.nowNs

    init(_ call: Call, _ responder: Responder, _ services: Services) {
        self.services = services
        self.responder = responder
        deadlineNs = call.startedNs + UInt64(call.freshness.waitMs) * 1_000_000
        state = Mutex(State(call: call, isDoubtDue: call.freshness.waitMs == 0))
    }

    private var call: Call { state.withLock { $0.call } }

    private var projection: ServedProjection { call.projection }

    /// Takes the call on; `isSlow` if it needs a thread of the slow pool, else it waits for its token.
    func begin(isSlow: Bool) {
        // The services keep the call; a strong reference here would be a cycle through the responder.
        responder.onClientGone { [weak self] in self?.end() }
        guard services.add(self) else { return answer(Problem(.stopping, "the daemon is going away")) }
        if isSlow { runSlow(acceptsUnmet: false) } else { goOn() }
    }

    /// Answers that the daemon is going away.
    func stopping() { answer(Problem(.stopping, "the daemon is going away")) }

    // MARK: - The token

    /// Decides what is next for a token that was not met.
    private func goOn() {
        let call = call
        if let topic = call.freshness.places.first(where: { !projection.isInput($0.topic) })?.topic {
            return answer(
                Problem(.notAnInput, "\(call.projection.name) does not read the topic \(topic)"), result: "not_an_input"
            )
        }
        if let cause = projection.runner.stopCause {
            return answer(Problem(stopped: cause, call.projection.name), result: "stopped")
        }
        let leftNs = Int64(deadlineNs) - Int64(MonotonicTime.nowNs)
        let question = doubt(call)
        let isDoubtDue = state.withLock { $0.isDoubtDue }
        if let question, isDoubtDue || leftNs <= 0 { return ask(question) }
        guard leftNs > 0 else { return finishUnmet() }
        var timeout = Duration.nanoseconds(leftNs)
        if question != nil { timeout = min(timeout, .milliseconds(PendingCall.doubtAfterMs)) }
        let wait = projection.runner.wait(for: call.freshness.places, timeout: timeout) { [self] result in
            // On the writer's thread: nothing is done here.
            if !services.resumed.submit({ [self] in resume(result) }) { overloaded() }
        }
        guard let wait else { return overloaded() }
        let isOver = state.withLock { state in
            state.wait = wait
            return state.isOver
        }
        if isOver { wait.cancel() }
    }

    private func resume(_ result: ProgressBoard.WaitResult) {
        if state.withLock({ $0.isOver }) { return }
        switch result {
        case .met: tryAgain()
        case .ended:
            if services.isStopping || projection.runner.isStopRequested { return stopping() }
            tryAgain()
        case .timedOut:
            state.withLock { $0.isDoubtDue = true }
            goOn()
        case .stopped(let cause):
            answer(Problem(stopped: cause, projection.name), result: "stopped")
        }
    }

    /// Judges the token again, in the read transaction that gives the rows (R32).
    private func tryAgain() {
        noteWait()
        let call = call
        if call.isSlow { return runSlow(acceptsUnmet: false) }
        switch Attempt(call: call, budget: .quick, log: services.log).run() {
        case .answer(let response): answer(response, result: "met")
        case .exceeded:
            markSlow(call)
            runSlow(acceptsUnmet: false)
        case .unmet: goOn()
        }
    }

    /// The time is over: refuses, or answers as it is if the request takes that.
    private func finishUnmet() {
        noteWait()
        let call = call
        if call.freshness.isLenient {
            count("unmet")
            return runSlowly(acceptsUnmet: true)
        }
        switch Attempt(call: call, budget: .quick, log: services.log).run() {
        case .answer(let response): answer(response, result: "met")
        case .exceeded:
            markSlow(call)
            runSlow(acceptsUnmet: false)
        case .unmet(let places): answer(Problem(unmet: places), result: "unmet")
        }
    }

    // MARK: - The brokers

    /// What the brokers must be asked about the token: a partition that is not known, or an offset past the known end.
    private func doubt(_ call: Call) -> LogQuestions.Question? {
        if state.withLock({ $0.hasAsked }) { return nil }
        let partitions = projection.runner.board?.partitions ?? []
        for place in call.freshness.places {
            let known = partitions.first {
                $0.position.topic == place.topic && $0.position.partition == place.partition
            }
            guard let known else { return .partitionCount(topic: place.topic) }
            if known.done > place.offset { continue }
            if let end = known.logEnd, place.offset < end { continue }
            return .end(topic: place.topic, partition: place.partition)
        }
        return nil
    }

    private func ask(_ question: LogQuestions.Question) {
        let isAsked = services.questions.ask(question, of: projection.runner) { [self] answer in
            if !services.resumed.submit({ [self] in take(answer, to: question) }) { overloaded() }
        }
        if !isAsked { overloaded() }
    }

    private func take(_ answer: LogQuestions.Answer, to question: LogQuestions.Question) {
        let places = call.freshness.places
        switch (question, answer) {
        case (.end(let topic, let partition), .number(let end)):
            if let place = places.first(where: { $0.topic == topic && $0.partition == partition && $0.offset >= end }) {
                return self.answer(
                    Problem(
                        .aheadOfLog, "\(place) is past the end of the log",
                        [("wanted", .text(place.description)), ("log_end", .number(end))]),
                    result: "ahead_of_log")
            }
        case (.partitionCount(let topic), .number(let count)):
            if let place = places.first(where: { $0.topic == topic && Int64($0.partition) >= count }) {
                return self.answer(
                    Problem(.notAnInput, "the topic \(topic) has no partition \(place.partition)"),
                    result: "not_an_input")
            }
        default: break
        }
        // One place at a time is asked about; what the brokers leave open is waited for.
        state.withLock { $0.hasAsked = true }
        goOn()
    }

    // MARK: - The slow pool

    /// Runs the query where it may take time, unless it is known to be quick.
    private func runSlowly(acceptsUnmet: Bool) {
        let call = call
        if call.isSlow { return runSlow(acceptsUnmet: acceptsUnmet) }
        switch Attempt(call: call, budget: .quick, acceptsUnmet: acceptsUnmet, log: services.log).run() {
        case .answer(let response): answer(response, result: nil)
        case .exceeded:
            markSlow(call)
            runSlow(acceptsUnmet: acceptsUnmet)
        case .unmet: goOn()
        }
    }

    private func runSlow(acceptsUnmet: Bool) {
        let queuedAtNs = MonotonicTime.nowNs
        let isQueued = services.slow.submit { [self] in
            let call: Call? = state.withLock { state in
                state.call.queuedNs += MonotonicTime.nowNs - queuedAtNs
                return state.isOver ? nil : state.call
            }
            guard let call else { return }
            switch Attempt(call: call, budget: .slow, acceptsUnmet: acceptsUnmet, log: services.log).run() {
            case .answer(let response): answer(response, result: nil)
            case .exceeded:
                answer(Problem(.queryTimeout, "the query took longer than \(Attempt.slowMs / 1_000) s"))
            case .unmet: goOn()
            }
        }
        if !isQueued { overloaded() }
    }

    private func markSlow(_ call: Call) {
        if case .rows(let rows) = call.question { rows.plan.isSlow.store(true, ordering: .relaxed) }
    }

    // MARK: - The answer

    private func noteWait() {
        let waitedNs = MonotonicTime.nowNs - beganNs
        state.withLock { if !$0.call.freshness.places.isEmpty { $0.call.waitedNs = waitedNs } }
    }

    private func overloaded() { answer(Problem(.overloaded, "too many requests wait already")) }

    private func answer(_ problem: Problem, result: String? = nil) {
        noteWait()
        answer(Attempt(call: call, budget: .quick, log: services.log).response(problem), result: result)
    }

    private func answer(_ response: Response, result: String?) {
        guard end() else { return }
        if let result { count(result) }
        responder.respond(call.finished(response))
    }

    private func count(_ result: String) {
        services.metrics.waits(projection.name, result).observe(ns: MonotonicTime.nowNs - beganNs)
    }

    /// Marks the call as over; false if it was.
    @discardableResult
    private func end() -> Bool {
        services.remove(self)
        let (isFirst, wait) = state.withLock { state in
            defer { state.isOver = true }
            return (!state.isOver, state.wait)
        }
        if isFirst { wait?.cancel() }
        return isFirst
    }
}

extension Problem {
    /// A 412 that tells what was asked for and what is there.
    init(unmet places: [UnmetPlace]) {
        let detail = places.map { unmet in
            let at = unmet.lastDone.map { $0 >= 0 ? "at \($0)" : "at its beginning" } ?? "not known yet"
            return "\(unmet.place.topic)/\(unmet.place.partition) is \(at), asked for \(unmet.place.offset)"
        }
        let reached = places.compactMap { unmet in
            unmet.lastDone.flatMap { $0 >= 0 ? "\(unmet.place.topic)/\(unmet.place.partition)@\($0)" : nil }
        }
        self.init(
            .notYetApplied, detail.joined(separator: "; "),
            [
                ("wanted", .text(places.map(\.place.description).joined(separator: ", "))),
                ("position", .text(reached.joined(separator: ", "))), ("retry_after_ms", .number(1_000)),
            ])
    }
}
