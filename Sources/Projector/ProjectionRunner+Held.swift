// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Synchronization
internal import Events
internal import Foundation
public import ReadModel
internal import SQLite

/// Held records as operators see and settle them (R17, R19).
extension ProjectionRunner {
    /// The file whose held records count: the live generation's, or the first build's.
    public var heldFile: GenerationFile? {
        pipelines.withLock { ($0.live ?? $0.build?.pipeline)?.generation.file }
    }

    /// Tries held records again; `answer` is called once, on any thread, and must not block.
    public func retryHeld(
        _ aim: HeldTask.Aim, answer: @escaping @Sendable (Result<HeldTask.Result, HeldRefusal>) -> Void
    ) {
        guard let pipeline = pipelines.withLock({ $0.live ?? $0.build?.pipeline }) else {
            return answer(.failure(.notRunning))
        }
        pipeline.heldRequests.add(HeldRequests.Request(aim: aim, answer: answer))
        pipeline.flush()
    }

    /// What came of a wish to skip a record.
    public enum SkipOutcome: Sendable {
        /// It is decided, and done.
        case done(HeldTask.Result)
        /// It is decided; it is done when the projection goes on.
        case decided
        /// No held record is there, nor is it the one at which the projection stopped.
        case notHeld
    }

    /// Skips a record for good: that is decided first (R19), then done in all generations.
    ///
    /// It reads and writes files, so it may take a moment; `answer` is called once, on any thread.
    public func skipHeld(_ place: LogPlace, reason: String, answer: @escaping @Sendable (SkipOutcome) -> Void) throws {
        let (live, building) = pipelines.withLock { ($0.live, $0.build?.pipeline) }
        guard let decisions, let shown = live ?? building else { return answer(.notHeld) }
        let stopped = [live, building].compactMap { $0?.stoppedRecord }.first { $0.place == place }
        guard let hash = try stopped?.hash ?? HeldReader(shown.generation.file).hash(of: place) else {
            return answer(.notHeld)
        }
        try decisions.add(
            .skip(topic: place.topic, partition: place.partition, offset: place.offset, hash: hash, reason: reason))
        for pipeline in [live, building].compactMap({ $0 }) where pipeline !== shown {
            pipeline.heldRequests.add(HeldRequests.Request(aim: .decisions, answer: { _ in }))
            pipeline.goOn()
        }
        shown.heldRequests.add(
            HeldRequests.Request(aim: .decisions) { result in
                if case .success(let done) = result { answer(.done(done)) } else { answer(.decided) }
            })
        shown.goOn()
    }

    /// Why the record at a place changed nothing: it is decided to be skipped, for this reason; nil if it is not.
    public func skipReason(_ place: LogPlace) -> String? {
        for decision in decisions?.all ?? [] {
            if case .skip(place.topic, place.partition, place.offset, _, let reason) = decision { return reason }
        }
        return nil
    }
}

extension HeldReader {
    /// The hash of the held record at a place; nil if none is held there.
    func hash(of place: LogPlace) throws -> UInt64? {
        try record(topic: place.topic, partition: place.partition, offset: place.offset)?.hash
    }
}
