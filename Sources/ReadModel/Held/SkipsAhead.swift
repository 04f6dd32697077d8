// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// The skips that a writer will still come to, by partition (R19).
struct SkipsAhead {
    private struct Place: Hashable {
        var partition: Int
        var offset: Int64
    }

    private var hashes: [Place: UInt64] = [:]
    /// By partition: the next offset that is to be skipped, the largest number where none is.
    private(set) var next: [Int64]

    /// `positions` say what lies ahead.
    init(_ decisions: [Decision], _ positions: [PartitionPosition]) {
        next = positions.map { _ in .max }
        for decision in decisions {
            guard case .skip(let topic, let partition, let offset, let hash, _) = decision,
                let index = positions.firstIndex(where: { $0.topic == topic && $0.partition == partition }),
                offset >= positions[index].next
            else { continue }
            hashes[Place(partition: index, offset: offset)] = hash
            next[index] = min(next[index], offset)
        }
    }

    /// Whether nothing is to be skipped.
    var isEmpty: Bool { hashes.isEmpty }

    /// The first of these records of a batch at which a skip is due; the range's end if there is none.
    func first(of batch: EventBatch, _ numbers: Range<Int>) -> Int {
        let records = batch.records
        return numbers.first { records[$0].offset >= next[Int(records[$0].partition)] } ?? numbers.upperBound
    }

    /// The hash of the record to skip at an offset that is not before `next`, which moves on; nil if there is none.
    mutating func take(partition: Int, offset: Int64) -> UInt64? {
        let due = hashes.keys.filter { $0.partition == partition && $0.offset <= offset }
        let hash = hashes[Place(partition: partition, offset: offset)]
        for place in due { hashes[place] = nil }
        next[partition] = hashes.keys.filter { $0.partition == partition }.map(\.offset).min() ?? .max
        return hash
    }
}
