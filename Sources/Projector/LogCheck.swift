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
        /// The log is the one that was applied, as far as can be told; partitions none of whose witnesses is left in
        /// the log are listed.
        case right(unwitnessed: [Int])
        /// It is not.
        case wrong(StopCause)
        /// The brokers did not answer.
        case unanswered(KafkaError)
    }

    let probe: Consumer
    let projection: String

    /// Checks all partitions; `anchors` are witnesses by partition that are not stored.
    func run(_ positions: [PartitionPosition], anchors: [Witness?] = []) -> Outcome {
        for position in positions {
            switch bounds(position) {
            case .success(nil): continue
            case .success(let cause?): return .wrong(cause)
            case .failure(let error): return .unanswered(error)
            }
        }
        return witnesses(positions, anchors)
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
        RebuildRefusal.command(projection) + " makes the model anew from what the log has now: "
            + "what only lost records told will be missing, and tokens may go back"
    }

    /// Compares, for each partition, every witness that the log still has.
    ///
    /// The newest is not enough: where a topic is made anew, or cut and grown again, while it is read, the newest is a
    /// record of the new log already.
    private func witnesses(_ positions: [PartitionPosition], _ anchors: [Witness?]) -> Outcome {
        let ladders = positions.enumerated().map { index, position in
            let stored = position.witnesses.all
            let anchor = anchors.indices.contains(index) ? anchors[index] : nil
            return stored + [anchor].compactMap(\.self).filter { !stored.contains($0) }
        }
        var unwitnessed = Set(positions.indices.filter { !ladders[$0].isEmpty })
        for step in 0..<(ladders.map(\.count).max() ?? 0) {
            let open = positions.indices.filter { ladders[$0].count > step }
            switch records(at: open.map { (positions[$0], ladders[$0][step].offset) }) {
            case .failure(let error): return .unanswered(error)
            case .success(let found):
                for (index, record) in zip(open, found) where record != nil {
                    if record != ladders[index][step] {
                        return .wrong(diverged(positions[index], at: ladders[index][step].offset))
                    }
                    unwitnessed.remove(index)
                }
            }
        }
        return .right(unwitnessed: unwitnessed.sorted())
    }

    private func diverged(_ position: PartitionPosition, at offset: Int64) -> StopCause {
        StopCause(
            .diverged, at: position.place(of: offset),
            "the log has another record here than the one that was applied: the topic was made anew or cut",
            hint: LogCheck.rebuildHint(projection))
    }

    /// Reads one record of each partition at an offset; nil where the log has none there.
    ///
    /// All are read at once: one after the other, each would wait for the fetch of the one before.
    private func records(at places: [(PartitionPosition, Int64)]) -> Result<[Witness?], KafkaError> {
        let messages = MessageBatch(capacity: 100)
        var found = [Witness?](repeating: nil, count: places.count)
        var open = Set(places.indices)
        do {
            try probe.assign(
                places.map { Assignment(topic: $0.0.topic, partition: $0.0.partition, offset: $0.1) })
            defer { try? probe.assign([]) }
            let deadline = ContinuousClock.now + .milliseconds(LogCheck.timeoutMs)
            while !open.isEmpty {
                guard ContinuousClock.now < deadline else {
                    let message = "no answer within \(LogCheck.timeoutMs) ms"
                    return .failure(KafkaError(.timedOut, message: message, isRetriable: true))
                }
                probe.poll(into: messages, timeoutMs: 100)
                var failure: KafkaError?
                messages.forEach { message in
                    let index = message.assignmentIndex
                    switch message.kind {
                    case .record where open.contains(index):
                        if message.offset == places[index].1 { found[index] = Witness(message) }
                        open.remove(index)
                    case .record: break
                    case .partitionEnd: open.remove(index)
                    // The offset is before the log's start, or past its end: there is no record.
                    case .error(let error) where error.kind == .offsetOutOfRange: open.remove(index)
                    // Nobody knows any more what is there; the reader is told so where it gets there.
                    case .error(let error) where error.kind == .badData: open.remove(index)
                    case .error(let error): failure = error
                    }
                }
                messages.removeAll()
                // A fault behind the records that were asked for is the reader's business.
                if let failure, !open.isEmpty, !failure.isRetriable, failure.kind != .transport {
                    return .failure(failure)
                }
            }
            return .success(found)
        } catch {
            return .failure(error)
        }
    }
}
