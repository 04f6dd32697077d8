// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A checked projection: what its file declares, with every name resolved.
public struct Projection: Sendable {
    /// The name, unique in a daemon: part of paths and file names.
    public var name: String
    /// What it is for, in the author's words; empty if not said.
    public var description: String
    /// The path of the file it was read from.
    public var file: String
    /// The whole text of that file, as a generation stores it (R26).
    public var text: String
    /// The sources, in the order of the file.
    public var sources: [Source]
    /// The tables, in the order of the file.
    public var tables: [Table]
    /// The views, in the order of the file: each reads tables and views before it.
    public var views: [View]
    /// The queries, in the order of the file.
    public var queries: [Query]
    /// The share of failed records, of the last 1,000 delivered, above which the projection stops (R17); nil for none.
    public var stopAbove: Double?

    /// The default of `held: {stop_above: …}`.
    public static let stopAboveDefault = 0.01

    /// Makes a projection.
    public init(
        name: String, description: String = "", file: String = "", text: String = "", sources: [Source],
        tables: [Table], views: [View] = [], queries: [Query] = [], stopAbove: Double? = Projection.stopAboveDefault
    ) {
        self.name = name
        self.description = description
        self.file = file
        self.text = text
        self.sources = sources
        self.tables = tables
        self.views = views
        self.queries = queries
        self.stopAbove = stopAbove
    }

    /// Whether the records of a source are all needed, so that its topic must not be compacted (R5).
    ///
    /// - Parameter source: The place of the source in `sources`.
    public func needsEveryRecord(ofSource source: Int) -> Bool {
        sources[source].id != nil || tables.contains { $0.source == source && $0.needsEveryRecord }
    }
}
