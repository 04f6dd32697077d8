// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events
internal import ReadModel

/// The deliveries on their way to the writer, while limits may hold it back: what lies below them comes now, the rest
/// later or never (R28, R30).
///
/// Records of different partitions may be applied in any order, so one that must wait keeps back no others.
final class Intake {
    /// The limits that are heeded.
    private(set) var limits: Barrier.Limits?
    /// By partition the first offset that is not applied; empty without limits.
    private var bounds: [Int64] = []
    private let handOver: HandOver
    /// Deliveries with records that were left out: at most as many as there are in all, then the reader waits.
    private var kept: [Delivery] = []
    /// Those that are to be looked at again, before new ones.
    private var again: [Delivery] = []

    init(_ handOver: HandOver) {
        self.handOver = handOver
    }

    /// Takes on the limits that are wanted now.
    func heed(_ wanted: Barrier.Limits?, _ positions: [PartitionPosition]) {
        if wanted == limits { return }
        limits = wanted
        bounds = []
        if let wanted {
            // A partition that was added since a past time was named does not belong to it.
            let unnamed = wanted.dropsRest ? Int64(0) : .max
            bounds = positions.map { position in
                wanted.places.first { $0.topic == position.topic && $0.partition == position.partition }?.offset
                    ?? unnamed
            }
        }
        again += kept
        kept.removeAll()
    }

    /// Whether all limits are reached.
    func isReached(by positions: [PartitionPosition]) -> Bool {
        guard let limits else { return false }
        return limits.places.allSatisfy { place in
            positions.contains {
                $0.topic == place.topic && $0.partition == place.partition && $0.done >= place.offset
            }
        }
    }

    /// Whether a delivery is there already.
    var hasNext: Bool { !again.isEmpty || handOver.hasFull }

    /// The next delivery; nil if none came in time.
    func next(timeoutMs: Int) -> Delivery? {
        again.isEmpty ? handOver.takeFull(timeoutMs: timeoutMs) : again.removeFirst()
    }

    /// Waits while the limits are reached, until somebody pokes.
    func rest(timeoutMs: Int) { handOver.rest(timeoutMs: timeoutMs) }

    /// The runs of a delivery's records that are to be applied now.
    func runs(of delivery: Delivery, _ positions: [PartitionPosition]) -> [Range<Int>] {
        let records = delivery.batch.records
        if bounds.isEmpty && !delivery.wasKept { return records.isEmpty ? [] : [0..<records.count] }
        var next = positions.map(\.next)
        var runs: [Range<Int>] = []
        for number in 0..<records.count {
            let (partition, offset) = (Int(records[number].partition), records[number].offset)
            // What was applied when the delivery was looked at before is not applied again.
            guard offset < bound(of: partition), offset >= next[partition] else { continue }
            next[partition] = offset + 1
            if let last = runs.last, last.upperBound == number {
                runs[runs.count - 1] = last.lowerBound..<(number + 1)
            } else {
                runs.append(number..<(number + 1))
            }
        }
        return runs
    }

    /// How far a partition's end that was met counts now.
    func capped(_ end: (partition: Int, offset: Int64)) -> (partition: Int, offset: Int64) {
        (end.partition, min(end.offset, bound(of: end.partition)))
    }

    /// The limits that a delivery's records lie beyond: their partitions are worked off up to there.
    func passed(by delivery: Delivery) -> [(partition: Int, offset: Int64)] {
        if bounds.isEmpty { return [] }
        let passed = Set(delivery.batch.records.filter(isPast).map { Int($0.partition) })
        return passed.map { ($0, bounds[$0]) }
    }

    /// Gives a delivery back, or keeps it if something of it is to be looked at again.
    func end(_ delivery: Delivery) {
        if limits?.dropsRest == false, isBeyond(delivery) {
            delivery.wasKept = true
            delivery.isAfterAssign = false
            kept.append(delivery)
        } else {
            handOver.giveBack(delivery)
        }
    }

    private func isBeyond(_ delivery: Delivery) -> Bool {
        delivery.batch.records.contains(where: isPast)
            || delivery.ends.contains { $0.offset > bound(of: $0.partition) }
    }

    private func isPast(_ record: EventRecord) -> Bool { record.offset >= bound(of: Int(record.partition)) }

    private func bound(of partition: Int) -> Int64 { bounds.isEmpty ? .max : bounds[partition] }
}
