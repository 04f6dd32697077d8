// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// How far each partition may be read, so that the records of a key that moved when partitions were added are read in
/// their order (R4).
///
/// A cut names the ends that the old partitions of a topic had when others were added. Until every old one is worked
/// off up to there, no partition, old or new, may be read further: an old one up to its end in the cut, a new one not
/// at all.
struct CutPlan {
    /// The limit of a partition that may be read to its end.
    static let unlimited = Int64.max

    private struct Topic {
        /// The places of its partitions in the plan.
        var members: [Int]
        /// By cut, oldest first: the end of each member; 0 for one that was new then.
        var cuts: [[Int64]]
        /// The first cut that is not reached yet.
        var current = 0
    }

    /// By partition: the offset before which it may be read.
    private(set) var limits: [Int64]
    /// By partition: how far it is worked off.
    private var reached: [Int64]
    private var topics: [Topic] = []
    private var topicOfPartition: [Int]

    /// Plans for these partitions, which are worked off up to `next`; `cuts` are those of each topic.
    init(
        _ partitions: [(topic: String, partition: Int32, next: Int64)], cuts: [String: [[Int32: Int64]]]
    ) {
        limits = partitions.map { _ in CutPlan.unlimited }
        reached = partitions.map(\.next)
        topicOfPartition = partitions.map { _ in -1 }
        for (topic, cuts) in cuts.sorted(by: { $0.key < $1.key }) {
            let members = partitions.indices.filter { partitions[$0].topic == topic }
            if members.isEmpty || cuts.isEmpty { continue }
            for member in members { topicOfPartition[member] = topics.count }
            // A cut with more partitions is a later one: partitions are never taken away.
            let ordered = cuts.sorted { $0.count < $1.count }
            topics.append(
                Topic(
                    members: members,
                    cuts: ordered.map { cut in members.map { cut[partitions[$0].partition] ?? 0 } }))
        }
        for topic in topics.indices { advance(topic) }
    }

    /// Whether a partition may be read at all now.
    func isReadable(_ partition: Int) -> Bool { reached[partition] < limits[partition] }

    /// The end in the current cut of an old partition that is not worked off up to there; nil if no cut waits for it.
    func awaited(_ partition: Int) -> Int64? {
        let limit = limits[partition]
        return limit != CutPlan.unlimited && reached[partition] < limit ? limit : nil
    }

    /// Notes that a partition is worked off up to `offset`; true if other partitions may be read from now on, or this
    /// one no more.
    mutating func note(_ partition: Int, workedOffTo offset: Int64) -> Bool {
        guard offset > reached[partition] else { return false }
        reached[partition] = offset
        let topic = topicOfPartition[partition]
        guard topic >= 0, topics[topic].current < topics[topic].cuts.count else { return false }
        return advance(topic) || reached[partition] >= limits[partition]
    }

    @discardableResult
    private mutating func advance(_ index: Int) -> Bool {
        let topic = topics[index]
        var current = topic.current
        while current < topic.cuts.count,
            zip(topic.members, topic.cuts[current]).allSatisfy({ reached[$0] >= $1 })
        {
            current += 1
        }
        topics[index].current = current
        for (place, member) in topic.members.enumerated() {
            limits[member] = current < topic.cuts.count ? topic.cuts[current][place] : CutPlan.unlimited
        }
        return current != topic.current
    }
}
