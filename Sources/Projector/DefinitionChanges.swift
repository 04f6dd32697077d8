// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import ReadModel

/// What differs between a generation's stored definition and another one, by kind and name (R26).
struct DefinitionChanges {
    /// The tables whose rows mean something else, that are new, or gone.
    private(set) var tables: [String] = []
    private(set) var tableReasons: [String] = []
    private(set) var viewReasons: [String] = []
    private(set) var queryReasons: [String] = []
    /// Whether a table has other indexes than before.
    private(set) var hasOtherIndexes = false
    /// Whether topics are read that no table showed, or are no more.
    private(set) var hasOtherSources = false
    /// Whether a view that reads rows that are not stored is new or changed (R24).
    private(set) var needsStreams = false
    /// The stored views that do not stay.
    private(set) var outdatedViews: [String] = []
    /// The wanted views that are made anew.
    private(set) var anewViews: [String] = []

    private typealias Hashes = [String: String]

    init(_ stored: GenerationFile.StoredDefinition, read old: Projection, wanted: Projection) {
        compareTables(stored, old, wanted)
        compareViews(stored, old, wanted)
        let topics = [old, wanted].map { Set($0.sources.map(\.topic)) }
        if tables.isEmpty, topics[0] != topics[1] {
            hasOtherSources = true
            tableReasons += topics[0].symmetricDifference(topics[1]).sorted().map {
                "the topic \($0) is " + (topics[0].contains($0) ? "not read any more" : "new")
            }
        }
        let (before, after) = (DefinitionMeaning(old).hashes, DefinitionMeaning(wanted).hashes)
        queryReasons = Self.differences("query", Self.hashes(before, "query"), after).map(\.reason)
    }

    /// Where only indexes differ, the rows stay as they are.
    private mutating func compareTables(
        _ stored: GenerationFile.StoredDefinition, _ old: Projection, _ wanted: Projection
    ) {
        let before = Self.hashes(Array(stored.rows), "table")
        // The stored text tells what its indexes were, as long as it still means what it meant.
        let read = Self.hashes(DefinitionMeaning(old).hashes, "table")
        let (bareOld, bareNew) = (Self.bare(old), Self.bare(wanted))
        for (name, reason) in Self.differences("table", before, DefinitionMeaning(wanted).hashes) {
            if let hash = before[name], hash == read[name], bareOld[name] == bareNew[name] {
                hasOtherIndexes = true
                tableReasons.append("the indexes of table \(name) changed")
            } else {
                tables.append(name)
                tableReasons.append(reason)
            }
        }
    }

    private mutating func compareViews(
        _ stored: GenerationFile.StoredDefinition, _ old: Projection, _ wanted: Projection
    ) {
        let before = Self.hashes(Array(stored.rows), "view")
        let read = Self.hashes(DefinitionMeaning(old).hashes, "view")
        let now = DefinitionMeaning(wanted).hashes
        let streams = wanted.viewsOfStreams
        for (name, reason) in Self.differences("view", before, now) {
            let isForeign = read[name] != nil && read[name] == Self.hashes(now, "view")[name]
            viewReasons.append(isForeign ? "view \(name) was compiled by another version" : reason)
            if streams.contains(name) { needsStreams = true }
        }
        guard !viewReasons.isEmpty else { return }
        // All are made anew, since they read each other; but what reads rows that are not stored stays as it is.
        let changed = Set(Self.differences("view", before, now).map(\.name))
        let kept = streams.subtracting(changed)
        outdatedViews = before.keys.filter { !kept.contains($0) }.sorted()
        anewViews = wanted.views.map(\.name).filter { !kept.contains($0) }
    }

    private static func hashes(_ entries: [DefinitionMeaning.Entry], _ kind: String) -> Hashes {
        Dictionary(entries.filter { $0.kind == kind }.map { ($0.name, $0.hash) }) { first, _ in first }
    }

    /// What the tables' rows mean, whatever indexes there are.
    private static func bare(_ projection: Projection) -> Hashes {
        var bare = projection
        for index in bare.tables.indices { bare.tables[index].indexes = [] }
        return hashes(DefinitionMeaning(bare).hashes, "table")
    }

    /// What is new or changed, in the order of the file, then what is gone.
    private static func differences(
        _ kind: String, _ before: Hashes, _ now: [DefinitionMeaning.Entry]
    ) -> [(name: String, reason: String)] {
        let entries = now.filter { $0.kind == kind }
        let differing = entries.filter { before[$0.name] != $0.hash }.map { entry in
            (entry.name, "\(kind) \(entry.name) " + (before[entry.name] == nil ? "is new" : "changed"))
        }
        let gone = Set(before.keys).subtracting(entries.map(\.name)).sorted().map { ($0, "\(kind) \($0) is gone") }
        return differing + gone
    }
}

extension Projection {
    /// The views that read a table whose rows are not stored (R24).
    var viewsOfStreams: Set<String> {
        let streams = Set(tables.filter { !$0.keepsRows }.map(\.name))
        return Set(views.filter { !$0.select.relations.isDisjoint(with: streams) }.map(\.name))
    }
}
