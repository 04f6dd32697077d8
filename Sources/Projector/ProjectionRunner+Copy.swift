// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Foundation
internal import ReadModel
internal import SQLite
internal import Synchronization

/// New indexes and views without reading the log again: the next generation begins as a copy of the live one (R26).
extension ProjectionRunner {
    /// Copies the live generation on a thread of its own, while it answers and goes on.
    ///
    /// The copy then catches up as any build does. What a kill leaves of a copy is removed at the next start, which
    /// begins it again.
    func beginCopy(_ plan: RebuildPlan, of live: Pipeline, _ decisions: DecisionLog) {
        pipelines.withLock { $0.waitingFor = "the live generation is being copied" }
        onThread { [self] in
            while !isStopRequested, !attemptCopy(plan, of: live.generation.file, decisions) { pause() }
        }
    }

    /// False if the disk is full, or something else is in the way for now.
    private func attemptCopy(_ plan: RebuildPlan, of live: GenerationFile, _ decisions: DecisionLog) -> Bool {
        // Looked at before a number is spent on it.
        guard DurableFile.freeBytes(besides: live.path) > DurableFile.size(live.path) else {
            wait(for: ReadModelError(FileError.full(live.path + GenerationCopy.suffix)))
            return false
        }
        let began = ContinuousClock.now
        do throws(ReadModelError) {
            let made = try GenerationPlan.make(projection, folder) { file throws(ReadModelError) in
                try copy(live, as: file, plan).get()
            }
            guard let made else { return true }
            log(
                .info, "copied the live generation", ("generation", String(made.file.number)),
                ("ms", String(Int((ContinuousClock.now - began) / .milliseconds(1)))))
            begin(made, decisions)
            return true
        } catch {
            if error.kind == .unsynced { options.onLost(StopCause(error, of: projection.name)) }
            if error.kind == .full {
                wait(for: error)
                return false
            }
            log(.warning, "no copy of the live generation: the log is read", ("reason", error.message))
            pipelines.withLock { $0.waitingFor = nil }
            beginFirst(decisions)
            return true
        }
    }

    /// Copies on a thread that gives way to those that answer and follow the log.
    private func copy(
        _ live: GenerationFile, as file: GenerationFile, _ plan: RebuildPlan
    ) -> Result<Bool, ReadModelError> {
        let anew = plan.outdatedViews + plan.anewViews
        let notes = anew.isEmpty ? [] : [ViewNotes.built] + anew.map { ViewNotes.failure + $0 }
        let copy = GenerationCopy(
            of: live, as: file, for: projection, outdatedViews: plan.outdatedViews, anewViews: plan.anewViews,
            forgottenNotes: notes)
        let result = Mutex<Result<Bool, ReadModelError>>(.success(false))
        GivingWay.run("copy") { [self] in
            let made: Result<Bool, ReadModelError>
            do throws(ReadModelError) {
                made = .success(try copy.make(unless: { isStopRequested }))
            } catch {
                made = .failure(error)
            }
            result.withLock { $0 = made }
        }
        return result.withLock { $0 }
    }

    private func wait(for error: ReadModelError) {
        let reason = "the disk is full: \(error.message)"
        let isNew = pipelines.withLock { pipelines in
            defer { pipelines.waitingFor = reason }
            return pipelines.waitingFor != reason
        }
        if isNew { log(.warning, "disk full", ("reason", error.message), ("hint", error.hint)) }
    }

    /// Says once, at the start, what the definition asks of the live generation.
    func tell(_ plan: GenerationPlan) {
        guard plan.live != nil || plan.plan.kind != .firstBuild, plan.plan.kind != .nothing else { return }
        var fields = [
            ("plan", plan.plan.kind.rawValue), ("way", plan.plan.deed),
            ("reason", plan.plan.reasons.joined(separator: ", ")),
        ]
        if plan.plan.way == .log {
            let estimate = RebuildEstimate(projection, live: plan.live?.file)
            fields.append(("records", String(estimate.records)))
            if let seconds = estimate.seconds { fields.append(("seconds", String(Int(seconds.rounded(.up))))) }
        }
        options.log(LogLine(.info, "the definition changed", [("projection", projection.name)] + fields))
    }

    /// Whether a generation is being made, or is about to be.
    public var isBuilding: Bool {
        pipelines.withLock { $0.build != nil || $0.waitingFor != nil || $0.isPreparing }
    }
}
