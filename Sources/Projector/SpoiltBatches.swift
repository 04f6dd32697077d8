// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Which partitions a reader met a batch in that cannot be read, and when to try them again (K11).
///
/// After such a batch librdkafka 2.0.2 reads on behind it, and where its checksum was wrong even from a wrong place: so
/// nothing that follows counts before the partition is assigned anew.
struct SpoiltBatches {
    /// How long after a fault the partitions are assigned anew, in milliseconds; a fault of the network is over then.
    static let retryMs = 500
    /// How long after it was met as often as makes it a state: each time, what was fetched of all others is dropped.
    static let patientRetryMs = 10_000

    private var isSpoilt: [Bool]
    private var faults: [Int]
    private var retryAt: ContinuousClock.Instant?

    init(partitions: Int) {
        isSpoilt = Array(repeating: false, count: partitions)
        faults = Array(repeating: 0, count: partitions)
    }

    /// Whether nothing of a partition counts now.
    func contains(_ partition: Int) -> Bool { isSpoilt[partition] }

    /// A batch of a partition cannot be read.
    mutating func add(_ partition: Int, at now: ContinuousClock.Instant) {
        guard !isSpoilt[partition] else { return }
        isSpoilt[partition] = true
        faults[partition] += 1
        let isKnown = faults[partition] >= ReaderReport.faultsMax
        let due = now + .milliseconds(isKnown ? SpoiltBatches.patientRetryMs : SpoiltBatches.retryMs)
        retryAt = retryAt.map { min($0, due) } ?? due
    }

    /// Something of a partition could be read.
    mutating func passed(_ partition: Int) { faults[partition] = 0 }

    /// Whether it is time to try again.
    func isDue(at now: ContinuousClock.Instant) -> Bool { retryAt.map { now >= $0 } ?? false }

    /// The partitions were assigned anew.
    mutating func assigned() {
        for partition in isSpoilt.indices { isSpoilt[partition] = false }
        retryAt = nil
    }
}
