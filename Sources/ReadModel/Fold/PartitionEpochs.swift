// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// How often a topic's partitions had been added to when a record was written (R4).
///
/// A cut holds the ends of the partitions that were there when others were added. A place is past it if its partition
/// had ended before, or was added by it.
struct PartitionEpochs {
    /// The ends, by partition; one cut after the other.
    let cuts: [[Int32: Int64]]

    /// The number of cuts that a place in the topic is past.
    func epoch(partition: Int32, offset: Int64) -> Int {
        cuts.count { ends in ends[partition].map { offset >= $0 } ?? true }
    }

    /// The same of a place as rows keep it in `_at`.
    func epoch(at position: Int64) -> Int {
        epoch(partition: Int32(truncatingIfNeeded: position >> 48), offset: position & 0xffff_ffff_ffff)
    }
}
