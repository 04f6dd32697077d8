// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import ReadModel

/// What a definition asks of a live generation that was made by another one (R26).
public struct RebuildPlan: Hashable, Sendable {
    /// The most that changed.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// There is no live generation yet.
        case firstBuild = "first-build"
        /// Nothing that a generation stores.
        case nothing
        /// Queries: they apply at once.
        case queries
        /// Indexes of tables.
        case indexes
        /// Views.
        case views
        /// Some tables. All are read anew, since they share positions.
        case tables
        /// All tables.
        case all
    }

    /// Where the new generation comes from.
    public enum Way: String, Hashable, Sendable {
        /// There is none.
        case none
        /// From a copy of the live one; no record is read again.
        case copy
        /// From the log, from its start.
        case log
    }

    /// The most that changed.
    public var kind: Kind
    /// Where the new generation comes from.
    public var way: Way
    /// What changed, each by its name: tables first, then views, then queries.
    public var reasons: [String]
    /// The names of the tables that changed, were added or are gone.
    public var tables: [String] = []
    /// The views of the live generation whose objects do not stay in a copy.
    var outdatedViews: [String] = []
    /// The views that are made anew in a copy.
    var anewViews: [String] = []

    /// The plan where there is no live generation.
    static let firstBuild = RebuildPlan(kind: .firstBuild, way: .log, reasons: [])

    /// The plan for a live generation whose definition cannot be read any more.
    static let unreadable = RebuildPlan(
        kind: .all, way: .log, reasons: ["the live generation's own definition cannot be read any more"])

    /// Compares what a generation stores with what is wanted; nothing is read or written.
    ///
    /// `old` is the stored definition as this projectord reads it; nil if it cannot any more.
    init(_ stored: GenerationFile.StoredDefinition, read old: Projection?, wanted: Projection) {
        guard let old else {
            // What is meant is stored beside the text, so the text itself is not needed.
            let isSame = stored.rows == DefinitionMeaning(wanted).rows
            self = isSame ? RebuildPlan(kind: .nothing, way: .none, reasons: []) : .unreadable
            return
        }
        let changes = DefinitionChanges(stored, read: old, wanted: wanted)
        reasons = changes.tableReasons + changes.viewReasons + changes.queryReasons
        tables = changes.tables
        outdatedViews = changes.outdatedViews
        anewViews = changes.anewViews
        let stays = wanted.tables.contains { !changes.tables.contains($0.name) }
        switch true {
        case !changes.tables.isEmpty, changes.hasOtherSources: (kind, way) = (stays ? .tables : .all, .log)
        case !changes.viewReasons.isEmpty: (kind, way) = (.views, changes.needsStreams ? .log : .copy)
        case changes.hasOtherIndexes: (kind, way) = (.indexes, .copy)
        case !changes.queryReasons.isEmpty: (kind, way) = (.queries, .none)
        default: (kind, way) = (.nothing, .none)
        }
    }

    private init(kind: Kind, way: Way, reasons: [String]) {
        self.kind = kind
        self.way = way
        self.reasons = reasons
    }

    /// What is done, in a few words for people.
    public var deed: String {
        switch (kind, way) {
        case (.firstBuild, _): "first build, from the log"
        case (.nothing, _): "nothing to do"
        case (_, .none): "applies at once"
        case (_, .copy): "a new generation from a copy of the live one; no record is read again"
        case (.tables, .log): "a new generation from the log; all tables are read anew, since they share positions"
        case (_, .log): "a new generation from the log"
        }
    }
}
