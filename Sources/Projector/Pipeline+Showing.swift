// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import KafkaClient
internal import Synchronization

extension Pipeline {
    /// The projection's cuts (R4).
    var cuts: CutBook { CutBook(projection: projection, decisions: decisions) }

    /// Shows a state, and logs it unless it tells of the same fault as before.
    func show(_ state: RunState) {
        let before = board.state
        // Brokers that do not answer for a while do not make a stopped projection right.
        if case .waiting = state, case .stopped = before { return }
        switch state {
        case .starting: break
        case .waiting(let reason): if state != before { log(.warning, "waiting", ("for", reason)) }
        case .running: if let cause = before.cause { log(.info, "goes on", ("after", cause.code.rawValue)) }
        case .hindered(let cause): tell(.warning, "projection hindered", cause, before)
        case .stopped(let cause): tell(.error, "projection stopped", cause, before)
        }
        board.set(state)
    }

    private func tell(_ level: LogLine.Level, _ message: String, _ cause: StopCause, _ before: RunState) {
        if cause.isSame(as: before.cause) { return }
        log(
            level, message, ("state", cause.code.rawValue), ("place", cause.place), ("reason", cause.message),
            ("hint", cause.hint))
    }

    /// Says once that a topic's settings could not be read.
    func warnOfConfig(_ topic: String, _ error: KafkaError) {
        if hasWarnedOfConfig.exchange(true, ordering: .relaxed) { return }
        // A cluster that has no settings, as the demo's own, refuses nobody.
        log(
            error.kind == .unsupported ? .info : .warning, "whether the topic is compacted is not known",
            ("topic", topic), ("reason", error.description),
            ("hint", "let the daemon's principal DescribeConfigs the topic"))
    }
}
