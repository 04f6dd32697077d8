// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events
internal import Foundation
internal import KafkaClient
internal import ReadModel

/// Compares a generation with the log that the brokers have now: its bounds (R1) and its witnesses (R2).
///
/// It reads on a consumer of its own. What was applied was committed, so the end of committed records is end enough.
struct LogCheck {
    /// How long one question to the brokers may take, in milliseconds.
    static let timeoutMs = 5_000
    /// How long to wait before a log that seems too short is asked again, in milliseconds.
    static let secondLookMs = 1_000

    /// What a check found.
    enum Outcome {
        /// The log is the one that was applied, as far as can be told; partitions none of whose witnesses is left in the
        /// log are listed.
        case right(unwitnessed: [Int])
        /// It is not.
        case wrong(StopCause)
        /// The brokers did not answer.
        case unanswered(KafkaError)
    }

    let probe: Consumer
    let projection: String

    /// Checks all partitions.
    func run(_ positions: [PartitionPosition]) -> Outcome {
        for position in positions {
            switch bounds(position) {
            case .success(nil): continue
            case .success(let cause?): return .wrong(cause)
            case .failure(let error): return .unanswered(error)
            }
        }
        return witnesses(positions)
    }

    private func bounds(_ position: PartitionPosition) -> Result<StopCause?, KafkaError> {
        do {
            let log = try watermarks(of: position)
            if log.low > position.done { return .success(gap(position, logStart: log.low)) }
            guard position.next > log.high else { return .success(nil) }
            // A leader that has just taken over may not know yet how far the log is committed: it is asked once more.
            _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(LogCheck.secondLookMs))
            let again = try watermarks(of: position)
            return .success(position.next > again.high ? ahead(position, logEnd: again.high) : nil)
        } catch {
            return .failure(error)
        }
    }

    private func watermarks(of position: PartitionPosition) throws(KafkaError) -> Watermarks {
        try probe.watermarks(
            topic: position.topic, partition: position.partition, timeoutMs: LogCheck.timeoutMs)
    }

    /// R1: the log's start is past what was worked off.
    func gap(_ position: PartitionPosition, logStart: Int64) -> StopCause {
        StopCause(
            .gap, at: position.place(of: position.done),
            "the log begins at \(logStart), but only what is before \(position.done) was applied: records are lost",
            hint: LogCheck.rebuildHint(projection))
    }

    private func ahead(_ position: PartitionPosition, logEnd: Int64) -> StopCause {
        StopCause(
            .aheadOfLog, at: position.place(of: position.next),
            "the log ends at \(logEnd), but records up to \(position.next - 1) were applied",
            hint: "check that this is the right cluster; " + LogCheck.rebuildHint(projection))
    }

    /// What mends a log that cannot be followed any more.
    static func rebuildHint(_ projection: String) -> String {
        "stop the daemon, remove \(projection).generation and \(projection).g*.sqlite* from the data folder, and start it: "
            + "it builds the model anew from what the log has"
    }

    private func witnesses(_ positions: [PartitionPosition]) -> Outcome {
        var unwitnessed: [Int] = []
        for (index, position) in positions.enumerated() where !position.witnesses.all.isEmpty {
            switch newestWitness(of: position) {
            case .success(.matches): continue
            case .success(.differs(let witness)):
                return .wrong(
                    StopCause(
                        .diverged, at: position.place(of: witness.offset),
                        "the log has another record here than the one that was applied: the topic was made anew or cut",
                        hint: LogCheck.rebuildHint(projection)))
            case .success(.gone): unwitnessed.append(index)
            case .failure(let error): return .unanswered(error)
            }
        }
        return .right(unwitnessed: unwitnessed)
    }

    private enum Comparison {
        case matches, gone
        case differs(Witness)
    }

    /// Compares the newest witness that the log still has.
    private func newestWitness(of position: PartitionPosition) -> Result<Comparison, KafkaError> {
        for witness in position.witnesses.all {
            switch record(at: witness.offset, of: position) {
            case .failure(let error): return .failure(error)
            case .success(nil): continue
            case .success(let found?):
                return .success(found == witness ? .matches : .differs(witness))
            }
        }
        return .success(.gone)
    }

    /// Reads the record at an offset; nil if the log has none there.
    private func record(at offset: Int64, of position: PartitionPosition) -> Result<Witness?, KafkaError> {
        let messages = MessageBatch(capacity: 1)
        do {
            try probe.assign([Assignment(topic: position.topic, partition: position.partition, offset: offset)])
            defer { try? probe.assign([]) }
            let deadline = ContinuousClock.now + .milliseconds(LogCheck.timeoutMs)
            while ContinuousClock.now < deadline {
                guard probe.poll(into: messages, timeoutMs: 100) > 0 else { continue }
                var found: Witness?
                var end: Bool = false
                var failure: KafkaError?
                messages.forEach { message in
                    switch message.kind {
                    case .record: found = Witness(message)
                    case .partitionEnd: end = true
                    // The offset is before the log's start, or past its end: there is no record.
                    case .error(let error) where error.kind == .offsetOutOfRange: end = true
                    case .error(let error): failure = error
                    }
                }
                if let failure, !failure.isRetriable, failure.kind != .transport { return .failure(failure) }
                if let found { return .success(found.offset == offset ? found : nil) }
                if end { return .success(nil) }
            }
            return .failure(
                KafkaError(.timedOut, message: "no answer within \(LogCheck.timeoutMs) ms", isRetriable: true))
        } catch {
            return .failure(error)
        }
    }
}
