// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import ReadModel
internal import SQLite
internal import Synchronization

/// The cuts of a projection's topics (R4): those written at its sources, and those that were decided when partitions
/// were added.
struct CutBook: Sendable {
    let projection: Projection
    let decisions: DecisionLog

    /// The cuts of each topic, oldest first: one for each number of partitions that it had.
    var all: [String: [[Int32: Int64]]] {
        var cuts: [String: [[Int32: Int64]]] = [:]
        for source in projection.sources {
            var known = cuts[source.topic] ?? []
            for cut in source.cuts + decisions.cuts(of: source.topic)
            where !known.contains(where: { $0.keys == cut.keys }) { known.append(cut) }
            cuts[source.topic] = known.sorted { $0.count < $1.count }
        }
        return cuts
    }

    /// The cut at which a topic had these partitions; nil if none was taken yet.
    func cut(of topic: String, partitions: Set<Int32>) -> [Int32: Int64]? {
        all[topic]?.first { Set($0.keys) == partitions }
    }

    /// Decides a cut for good, unless another generation has decided it meanwhile.
    func decide(_ topic: String, ends: [Int32: Int64]) throws(ReadModelError) {
        if cut(of: topic, partitions: Set(ends.keys)) != nil { return }
        do { try decisions.add(.cut(topic: topic, ends: ends)) } catch { throw ReadModelError(error) }
    }
}
