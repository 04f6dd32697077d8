// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Foundation
internal import ReadModel
internal import SQLite

/// What a pipeline does about its file, on its own thread alone.
///
/// The file is looked at before it is written, kept open, and looked at again when SQLite complains.
final class StoreGuard {
    /// The largest file that is looked at when it is opened, in bytes: at 0.5 GB/s that takes 4 s, in which nothing
    /// new is applied.
    static let checkBytesMax = 2 * 1_024 * 1_024 * 1_024
    /// A look that takes longer is told, in milliseconds.
    static let quietMs = 100

    /// How soon a second complaint about a file that looks sound stops the pipeline, in milliseconds.
    static let patienceMs = 60_000

    /// What is to be done.
    enum Verdict {
        /// Open the file again and go on.
        case again
        /// Stand still.
        case stop(StopCause)
    }

    private let pipeline: Pipeline
    private var keeper: Connection?
    private var isExamined = false
    private var lastSuspicion: ContinuousClock.Instant?

    init(_ pipeline: Pipeline) {
        self.pipeline = pipeline
    }

    private var file: GenerationFile { pipeline.generation.file }

    /// Looks at the file, once, and keeps it open from then on.
    func open() throws {
        if !isExamined {
            // One that was just loaded needs no look.
            if pipeline.wasLoadedAtStart { try examine() }
            isExamined = true
        }
        if keeper == nil { keeper = try file.keepOpen() }
    }

    /// Lets the file go; the last to close it removes SQLite's files beside it.
    func close() { keeper = nil }

    private func examine() throws {
        let bytes = DurableFile.size(file.path)
        guard bytes <= StoreGuard.checkBytesMax else {
            pipeline.log(.info, "the file is too large to be checked at a start", ("bytes", String(bytes)))
            return
        }
        let began = ContinuousClock.now
        if let found = try file.damage() { throw damaged(found) }
        let ms = Int((ContinuousClock.now - began) / .milliseconds(1))
        pipeline.log(ms > StoreGuard.quietMs ? .info : .debug, "file checked", ("ms", String(ms)))
    }

    /// What to do about an error that ended a session; it waits where that is what mends it.
    func judge(_ error: any Error) -> Verdict {
        let error = (error as? SQLiteError).map { ReadModelError($0, path: file.path) } ?? error
        guard let error = error as? ReadModelError else {
            if let cause = error as? StopCause { return .stop(cause) }
            return .stop(StopCause(.storeFailed, at: file.path, "\(error)", hint: "please report this"))
        }
        let cause = StopCause(error, of: pipeline.projection.name)
        switch error.kind {
        case .full:
            waitForRoom(error)
            return .again
        case .unsynced:
            pipeline.options.onLost(cause)
            return .stop(cause)
        case .corrupt, .io: return suspect(cause)
        default: return .stop(cause)
        }
    }

    /// One failed read is reported as damage too (V17), so the file is looked at before it is condemned.
    private func suspect(_ cause: StopCause) -> Verdict {
        keeper = nil
        do throws(ReadModelError) {
            if pipeline.isLoaded, let found = try file.damage() { return .stop(damaged(found)) }
        } catch {
            return .stop(StopCause(error, of: pipeline.projection.name))
        }
        let now = ContinuousClock.now
        defer { lastSuspicion = now }
        if let last = lastSuspicion, now - last < .milliseconds(StoreGuard.patienceMs) { return .stop(cause) }
        let what = pipeline.isLoaded ? "but its file is sound" : "the load begins again"
        pipeline.log(.warning, "the store complained, \(what)", ("reason", cause.message))
        return .again
    }

    private func damaged(_ found: String) -> StopCause {
        StopCause(
            .storeDamaged, at: file.path, "the file is damaged: \(found)",
            hint: RebuildRefusal.command(pipeline.projection.name))
    }

    /// A full disk is somebody else's to mend; reads go on meanwhile.
    private func waitForRoom(_ error: ReadModelError) {
        pipeline.log(.warning, "disk full", ("reason", error.message), ("hint", error.hint))
        pipeline.board.set(.waiting(reason: "the disk is full: \(error.message); \(error.hint)"))
        // What was loaded is lost, and others need its room; it is not begun again before there is that much.
        let lost = pipeline.isLoaded ? 0 : pipeline.dropLoad()
        repeat {
            pipeline.pause()
            // What the log holds may find room in the database, and emptied it gives its own back. No writer is open
            // now, so this connection may.
            pipeline.generation.readers.releaseSnapshots()
            _ = try? keeper?.checkpoint(.truncate)
        } while !pipeline.isStopRequested
            && (DurableFile.freeBytes(besides: file.path) <= lost
                || !DurableFile.hasRoom(besides: file.path, bytes: PipelineOptions.roomBytes))
    }
}
