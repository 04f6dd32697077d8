// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Foundation
internal import ReadModel

/// What is known of one topic's compaction, kept in the generation's notes (R5).
///
/// Compaction removes the older records of a key, and after `delete.retention.ms` the tombstone that deleted it too. A
/// model that was at the log's end less long ago has missed none.
struct CompactionLedger {
    /// How often the time at which the model was at the log's end is noted, in milliseconds.
    static let noteIntervalMs: Int64 = 60_000

    /// How far a partition is behind.
    struct Follower {
        /// Whether records are left to read.
        var isBehind: Bool
        /// How long ago it was at the end of the log, in milliseconds; nil if not since the session began.
        var ageMs: Int64?
    }

    /// The topic.
    let topic: String
    private let projection: String
    private let needsEvery: String?
    /// The topic's `delete.retention.ms`; nil if it is not compacted.
    private var retentionMs: Int64?
    /// Whether the topic was ever seen to be compacted.
    private(set) var wasCompacted = false
    private var atEndMs: Int64 = 0
    private var notedMs: Int64 = 0

    init(topic: String, source: Int, projection: Projection) {
        self.topic = topic
        self.projection = projection.name
        needsEvery = CompactionLedger.needsEvery(projection, source: source)
    }

    private var retentionNote: String { "log.delete-retention-ms.\(topic)" }
    private var compactedNote: String { "log.compacted.\(topic)" }
    private var atEndNote: String { "log.at-end-ms.\(topic)" }

    /// Whether the topic is compacted now.
    var isCompacted: Bool { retentionMs != nil }

    /// Reads what the generation noted, and notes what the topic's settings say now; nil if they could not be read.
    mutating func learn(_ config: [String: String]?, _ writer: ModelWriter) throws {
        if let config {
            let isCompacted = CompactionLedger.isCompacted(config)
            let text = isCompacted ? config["delete.retention.ms"] ?? "0" : ""
            if try writer.note(retentionNote) ?? "" != text { try writer.setNote(retentionNote, text) }
            // What compaction took stays away when the topic's policy is changed back.
            if isCompacted, try writer.note(compactedNote) == nil { try writer.setNote(compactedNote, "yes") }
        }
        retentionMs = try writer.note(retentionNote).flatMap { Int64($0) }
        wasCompacted = try writer.note(compactedNote) != nil
        atEndMs = try writer.note(atEndNote).flatMap { Int64($0) } ?? 0
        notedMs = atEndMs
    }

    /// The cause to stop if the tables need what compaction takes.
    var refusal: StopCause? {
        guard wasCompacted, let needsEvery else { return nil }
        return StopCause(
            .compacted, at: topic, "the topic is compacted, but \(needsEvery) needs every record",
            hint: "read the topic by a table with from:, without history, version or id; or set cleanup.policy=delete "
                + "on it, then " + LogCheck.rebuildHint(projection))
    }

    /// Begins a session: `isBehind` tells whether records came since the model was last at the end.
    mutating func begin(_ writer: ModelWriter, isBehind: Bool, nowMs: Int64) throws -> StopCause? {
        if !isBehind || atEndMs == 0 { try note(nowMs, writer) }
        return cause(isBehind: isBehind, ageMs: nowMs - atEndMs)
    }

    /// Notes how far the partitions are; the cause to stop if one has been behind for too long.
    mutating func follow(_ partitions: [Follower], _ writer: ModelWriter, nowMs: Int64) throws -> StopCause? {
        guard let retentionMs else { return nil }
        for partition in partitions {
            if let cause = cause(isBehind: partition.isBehind, ageMs: partition.ageMs ?? nowMs - atEndMs) {
                return cause
            }
        }
        let ages = partitions.compactMap(\.ageMs)
        if ages.count == partitions.count, let oldest = ages.max() { atEndMs = max(atEndMs, nowMs - oldest) }
        let interval = min(CompactionLedger.noteIntervalMs, retentionMs / 4)
        if atEndMs - notedMs > interval { try note(atEndMs, writer) }
        return nil
    }

    private mutating func note(_ ms: Int64, _ writer: ModelWriter) throws {
        (atEndMs, notedMs) = (ms, ms)
        try writer.setNote(atEndNote, String(ms))
    }

    private func cause(isBehind: Bool, ageMs: Int64) -> StopCause? {
        guard let retentionMs, isBehind, ageMs > retentionMs else { return nil }
        return StopCause(
            .tombstonesLost, at: topic,
            "the model was last at the end of this compacted topic \(ageMs / 1_000) s ago, and its tombstones are kept "
                + "for \(retentionMs / 1_000) s (delete.retention.ms): deletes may be lost",
            hint: "raise delete.retention.ms if a build takes longer than it; " + LogCheck.rebuildHint(projection))
    }

    /// Whether a topic with these settings is compacted.
    static func isCompacted(_ config: [String: String]) -> Bool {
        let policies = (config["cleanup.policy"] ?? "").split(separator: ",")
        return policies.contains { $0.trimmingCharacters(in: .whitespaces) == "compact" }
    }

    /// A table, or a setting of the source, that needs every record; nil if the newest of each key are enough.
    static func needsEvery(_ projection: Projection, source: Int) -> String? {
        if projection.sources[source].id != nil { return "id: of the source \(projection.sources[source].name)" }
        for table in projection.tables where table.source == source {
            if table.kind != .replica { return "table \(table.name)" }
            if table.hasHistory { return "the history of table \(table.name)" }
            if table.version != nil { return "version: of table \(table.name)" }
        }
        return nil
    }
}
