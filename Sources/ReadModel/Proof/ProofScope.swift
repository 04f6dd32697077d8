// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import Definition
internal import Events

/// What of two generations is compared, and why the rest is not (R28).
public struct ProofScope: Sendable {
    /// The new generation's definition.
    let projection: Projection
    /// What is compared, each before what reads it.
    private(set) var compared: [ProofRelation] = []
    /// What is counted alone, and why.
    private(set) var counted: [(relation: ProofRelation, reason: String)] = []
    /// Whether the two mean the same throughout.
    let isUnchanged: Bool
    /// Whether rows are counted alone.
    let isCountedOnly: Bool

    /// What a caller knows of the two generations.
    public struct Facts: Sendable {
        /// The meanings of the live generation's tables and views.
        public var live: Set<DefinitionMeaning.Entry>
        /// The topics whose older records may be gone by compaction (R5).
        public var compactedTopics: Set<String>
        /// Why views are not kept, in either generation (R20).
        public var failedViews: [String: String]
        /// How far both are.
        public var partitions: [GenerationPair.Partition]
        /// Why nothing can be compared but counts; nil if all can.
        public var unproven: String?

        /// Gathers facts.
        public init(
            live: Set<DefinitionMeaning.Entry>, compactedTopics: Set<String>, failedViews: [String: String],
            partitions: [GenerationPair.Partition], unproven: String?
        ) {
            self.live = live
            self.compactedTopics = compactedTopics
            self.failedViews = failedViews
            self.partitions = partitions
            self.unproven = unproven
        }
    }

    /// Finds what tables and views mean the same in both, and have the same records behind them.
    public init(_ projection: Projection, _ facts: Facts) {
        self.projection = projection
        let meanings = DefinitionMeaning(projection).rows
        isUnchanged = facts.live == meanings
        isCountedOnly = facts.unproven != nil
        let known = Set(facts.live.map { "\($0.kind) \($0.name)" })
        let same = Set(facts.live.intersection(meanings).map { "\($0.kind) \($0.name)" })
        var reasons: [String: String] = [:]
        for (place, table) in projection.tables.enumerated() where known.contains("table \(table.name)") {
            let topic = projection.sources[table.source].topic
            let oneSided = facts.partitions.first { $0.topic == topic && ($0.live == nil || $0.new == nil) }
            let reason =
                facts.unproven ?? (same.contains("table \(table.name)") ? nil : "its definition was changed")
                ?? oneSided.map { "only one of the generations reads \(topic)/\($0.partition)" }
            reasons[table.name] = reason
            for relation in ProofRelation.all(of: table, place: place) {
                add(relation, reason, isCompacted: facts.compactedTopics.contains(topic))
            }
        }
        let reads = ViewReads(tables: projection.tables, views: projection.views)
        for view in projection.views where known.contains("view \(view.name)") {
            let tables = (reads.tables[view.name] ?? []).sorted().map { projection.tables[$0] }
            let views = reads.views[view.name] ?? []
            let names = Set(tables.map(\.name)).union(views)
            let below = names.sorted().first { name in
                reasons[name] != nil || !known.contains("table \(name)") && !known.contains("view \(name)")
            }
            let reason =
                facts.unproven ?? facts.failedViews[view.name].map { "it is not kept: \($0)" }
                ?? (same.contains("view \(view.name)") ? nil : "its definition was changed")
                ?? below.map { "it reads \($0): \(reasons[$0] ?? "it is new")" }
            reasons[view.name] = reason
            let topics = Set(tables.map { projection.sources[$0.source].topic })
            add(
                ProofRelation(view, reads: names), reason,
                isCompacted: !topics.isDisjoint(with: facts.compactedTopics))
        }
    }

    private mutating func add(_ relation: ProofRelation, _ reason: String?, isCompacted: Bool) {
        var relation = relation
        relation.isCompacted = isCompacted
        if let reason { counted.append((relation, reason)) } else { compared.append(relation) }
    }
}
