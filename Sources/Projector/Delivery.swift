// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events
internal import KafkaClient
internal import ReadModel

/// What the reader hands to the writer at once: decoded records, and what else was learnt on the way.
final class Delivery: @unchecked Sendable {
    // Proof of Sendable: a delivery is handed over whole through `HandOver`, whose lock orders the accesses of reader
    // and writer.
    let batch = EventBatch()
    /// What `batch` was decoded from; the next poll empties it.
    let messages = MessageBatch()
    /// The partition that each assigned one of the messages is: fewer than all while a cut is waited for (R4).
    var assigned: [Int] = []
    /// The record that was looked for last among the messages, and the message that it is.
    var cursor: (record: Int, message: Int) = (0, 0)
    /// Whether the partitions were assigned anew before these records: their ends count from here on (R1).
    var isAfterAssign = false
    /// Whether records of it were left for later, so that others were applied already (R28).
    var wasKept = false
    var ends: [(partition: Int, offset: Int64)] = []
    var witnesses: [(partition: Int, witness: Witness)] = []

    func removeAll() {
        batch.removeAll()
        cursor = (0, 0)
        isAfterAssign = false
        wasKept = false
        ends.removeAll(keepingCapacity: true)
        witnesses.removeAll(keepingCapacity: true)
    }
}
