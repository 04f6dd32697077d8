// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import ReadModel

/// Whether the log is worked off up to the ends that it had when all of them were known first.
struct CatchUp {
    /// The ends, by place rather than by number: a session that is begun anew may count partitions otherwise.
    private var ends: [LogPlace]?

    /// Whether it is, by now.
    mutating func isReached(by partitions: [PartitionProgress]) -> Bool {
        if ends == nil, !partitions.isEmpty {
            let known = partitions.compactMap { partition in
                let position = partition.position
                return partition.logEnd.map {
                    LogPlace(topic: position.topic, partition: position.partition, offset: $0)
                }
            }
            if known.count == partitions.count { ends = known }
        }
        guard let ends else { return false }
        return ends.allSatisfy { end in
            partitions.contains {
                $0.position.topic == end.topic && $0.position.partition == end.partition && $0.done >= end.offset
            }
        }
    }
}
