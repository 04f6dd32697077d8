// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import ReadModel
internal import SQLite
internal import Views

/// What a session's writer does about views: builds them once the tables have caught up with the log, and keeps them
/// from then on.
final class ViewKeeping {
    /// From how many rows of a view that one transaction touches a line of the log tells of it.
    ///
    /// They take some 50 ms, at 5 us each, in which nothing else is applied.
    static let fanOutWarned: Int64 = 10_000

    private let pipeline: Pipeline
    private let writer: ModelWriter
    private let program: ViewProgram?
    private var follower: ViewFollower?
    /// Whether all views that have not failed are kept.
    private var isComplete = false
    private var notes: ViewNotes
    /// The log must be worked off before views are built.
    private var catchUp = CatchUp()
    private var fanOutsTold: [String: Int64] = [:]

    /// Goes on where the last session ended.
    init(_ pipeline: Pipeline, _ writer: ModelWriter) throws {
        self.pipeline = pipeline
        self.writer = writer
        let projection = pipeline.projection
        notes = try ViewNotes(projection) { name throws(ReadModelError) in try writer.note(name) }
        guard !projection.views.isEmpty else {
            program = nil
            return
        }
        guard try ViewKeeping.fits(pipeline.generation) else {
            // The build that replaces the generation goes on meanwhile, and takes over by itself.
            program = nil
            notes.failures = ViewKeeping.foreign(projection)
            // Durable, since the version that made them would else go on with rows that were left behind.
            for (view, reason) in notes.failures { try writer.setNote(ViewNotes.failure + view, reason) }
            pipeline.board.views.set(failures: notes.failures)
            pipeline.board.views.set(areBuilt: true)
            return
        }
        do throws(DiagnosticList) { program = try ViewProgram(projection) } catch { throw ViewKeeping.unusable(error) }
        pipeline.board.views.set(failures: notes.shown(projection))
        guard notes.areBuilt else {
            // What is not stored cannot be built later: what reads it is kept from the first record on (R24).
            let others = Set(projection.views.map(\.name)).subtracting(projection.viewsOfStreams)
            if others.count < projection.views.count { try follow(without: others) }
            return
        }
        try follow()
        isComplete = true
        pipeline.board.views.set(areBuilt: true)
    }

    /// Builds the views if that is due; the open transaction must be committed before.
    ///
    /// It is due at the log's end, and where a past generation ends (R30).
    func build(isAtEnd: Bool = false) throws {
        guard program != nil, !isComplete, isAtEnd || catchUp.isReached(by: pipeline.board.partitions) else { return }
        pipeline.log(.info, "building views")
        pipeline.board.views.beginFilling()
        let began = ContinuousClock.now
        try follow()
        try writer.transact { _ in
            try follower?.keeper.build()
            try writer.setNote(ViewNotes.built, "built")
        }
        isComplete = true
        pipeline.log(.info, "views built", ("seconds", "\((ContinuousClock.now - began).components.seconds)"))
        pipeline.board.views.set(areBuilt: true)
    }

    /// Shows what was done, after a commit.
    func committed() {
        guard let follower else { return }
        let counts = follower.keeper.counts
        pipeline.board.views.set(counts)
        for count in counts where count.largestFanOut > fanOutsTold[count.view, default: ViewKeeping.fanOutWarned] {
            fanOutsTold[count.view] = 2 * count.largestFanOut
            pipeline.log(
                .warning, "one transaction touched many rows of a view", ("view", count.view),
                ("rows", String(count.largestFanOut)),
                ("hint", "a row that many others join reaches all of them; a list or a window is made again as a whole")
            )
        }
    }

    /// Notes durably that a view cannot be kept, after which a new session goes on without it (R20).
    func failed(_ failure: ViewFailure) throws -> SessionRenewal {
        let reason = ViewKeeping.reason(failure.message)
        notes.failures[failure.view] = reason
        try writer.abandon(noting: ViewNotes.failure + failure.view, reason)
        pipeline.board.views.set(failures: notes.shown(pipeline.projection))
        pipeline.log(
            .error, "view failed", ("view", failure.view), ("reason", reason),
            ("hint", "projectord rebuild \(pipeline.projection.name) makes it anew"))
        return SessionRenewal(reason: "the view \(failure.view) failed, all else goes on")
    }

    /// The cause in the words of a view's author: sums are kept as integers, and become real where they overflow.
    private static func reason(_ message: String) -> String {
        message.hasPrefix("cannot store REAL value in INTEGER column") ? "integer overflow of a sum" : message
    }

    private func follow(without others: Set<String> = []) throws {
        guard let program else { return }
        let failed = others.union(notes.failures.keys)
        try writer.follow { connection in
            let made = ViewFollower(program, try ViewKeeper(program, on: connection, without: failed))
            follower = made
            return made
        }
    }

    /// Whether the file's views are what this projectord makes of their text.
    private static func fits(_ generation: Generation) throws(ReadModelError) -> Bool {
        let stored = try generation.file.storedDefinition(of: generation.projection.name).rows
        return DefinitionMeaning(generation.projection).rows.allSatisfy { $0.kind != "view" || stored.contains($0) }
    }

    private static func foreign(_ projection: Projection) -> [String: String] {
        let reason = "another version of projectord made it; a new generation is built"
        return Dictionary(projection.views.map { ($0.name, reason) }) { first, _ in first }
    }

    private static func unusable(_ faults: DiagnosticList) -> ReadModelError {
        let reason = faults.all.first.map { "\($0.place): \($0.message)" } ?? "no reason"
        return ReadModelError(
            .notOurs, "the views cannot be kept by this projectord: \(reason)", hint: "projectord check tells more")
    }
}
