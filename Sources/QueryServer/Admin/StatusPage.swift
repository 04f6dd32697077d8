// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Projector
internal import ReadModel

/// The status of projections as JSON, for `/admin/v1` (R40).
struct StatusPage {
    /// Where queries are answered, as `http://127.0.0.1:8080`.
    let queryAddress: String
    let version: String

    /// The page of all projections.
    func body(_ runners: [ProjectionRunner]) -> [UInt8] {
        var buffer = begun()
        buffer.raw(",\"projections\":")
        buffer.list("[", runners, "]") { buffer, runner in
            buffer.raw("{")
            write(runner, to: &buffer)
            buffer.raw("}")
        }
        buffer.raw("}")
        return buffer.bytes
    }

    /// The page of one projection.
    func body(_ runner: ProjectionRunner) -> [UInt8] {
        var buffer = begun()
        buffer.raw(",")
        write(runner, to: &buffer)
        buffer.raw("}")
        return buffer.bytes
    }

    private func begun() -> JSONBuffer {
        var buffer = JSONBuffer()
        buffer.raw("{\"version\":")
        buffer.string(version)
        buffer.raw(",\"query_address\":")
        buffer.string(queryAddress)
        return buffer
    }

    private func write(_ runner: ProjectionRunner, to buffer: inout JSONBuffer) {
        let status = runner.status
        let shown = status.live ?? status.building
        let cause = runner.stopCause
        buffer.raw("\"name\":")
        buffer.string(status.name)
        buffer.raw(",\"state\":")
        buffer.string(cause?.code.rawValue ?? shown?.state.name ?? (status.waitingFor == nil ? "starting" : "waiting"))
        buffer.raw(",\"ready\":\(runner.live != nil)")
        if let cause { write(cause, as: "stopped", to: &buffer) }
        if cause == nil, case .hindered(let hindrance) = shown?.state {
            write(hindrance, as: "hindered", to: &buffer)
        }
        if cause == nil, let reason = StatusPage.reason(shown?.state) ?? (shown == nil ? status.waitingFor : nil) {
            buffer.raw(",\"waiting_for\":")
            buffer.string(reason)
        }
        if shown != nil, let reason = status.waitingFor {
            buffer.raw(",\"build_waiting_for\":")
            buffer.string(reason)
        }
        for (name, generation) in [("live", status.live), ("building", status.building)] {
            buffer.raw(",")
            buffer.name(name)
            if let generation { write(generation, to: &buffer) } else { buffer.raw("null") }
        }
        if let build = status.build {
            buffer.raw(",\"build\":{\"generation\":\(text(status.building.map { Int64($0.number) }))")
            StatusPage.write(build.figures, build.phase, to: &buffer)
            buffer.raw("}")
        }
        if !status.pasts.isEmpty {
            buffer.raw(",\"past\":")
            buffer.list("[", status.pasts, "]") { buffer, past in
                buffer.raw("{")
                PastRoutes.write(past, to: &buffer)
                buffer.raw("}")
            }
        }
        buffer.raw(",\"previous\":\(text(status.previous.map { Int64($0) })),\"pinned\":\(status.isPinned)")
    }

    /// How far a build is, as further members.
    static func write(_ figures: BuildFigures, _ phase: BuildPhase?, to buffer: inout JSONBuffer) {
        buffer.raw(",\"phase\":")
        if let phase { buffer.string(phase.rawValue) } else { buffer.raw("null") }
        buffer.raw(",\"records_done\":\(figures.done)")
        buffer.raw(",\"records_total\":\(figures.total.map(String.init) ?? "null")")
        buffer.raw(",\"records_per_second\":\(figures.rate.map { String(Int64($0)) } ?? "null")")
        buffer.raw(",\"seconds_left\":\(figures.leftSeconds.map { String(Int64($0.rounded(.up))) } ?? "null")")
    }

    private static func reason(_ state: RunState?) -> String? {
        if case .waiting(let reason) = state { reason } else { nil }
    }

    private func write(_ cause: StopCause, as name: String, to buffer: inout JSONBuffer) {
        let members = [
            ("state", cause.code.rawValue), ("place", cause.place), ("reason", cause.message), ("hint", cause.hint),
        ]
        buffer.raw(",")
        buffer.name(name)
        buffer.list("{", members, "}") { buffer, member in
            buffer.name(member.0)
            buffer.string(member.1)
        }
    }

    private func write(_ status: ProjectionStatus.GenerationStatus, to buffer: inout JSONBuffer) {
        buffer.raw("{\"generation\":\(status.number),\"state\":")
        buffer.string(status.state.name)
        buffer.raw(",\"lag\":")
        if let lag = status.lag {
            buffer.thousandths(Int64(Attempt.milliseconds(lag)))
        } else {
            buffer.raw("null")
        }
        buffer.raw(",\"lag_records\":\(text(status.lagRecords))")
        buffer.raw(",\"progress\":")
        if let progress = StatusPage.progress(status) { buffer.thousandths(progress) } else { buffer.raw("null") }
        buffer.raw(",\"delivered\":\(status.delivered),\"bytes\":\(status.bytes),\"wal_bytes\":\(status.logBytes)")
        buffer.raw(",\"held_keys\":\(status.heldKeys),\"held_records\":\(status.heldRecords)")
        if !status.views.isEmpty {
            buffer.raw(",\"views\":")
            buffer.list("[", status.views, "]") { write($1, to: &$0) }
        }
        buffer.raw(",\"partitions\":")
        buffer.list("[", status.partitions, "]") { write($1, to: &$0) }
        buffer.raw("}")
    }

    private func write(_ view: ViewBoard.Status, to buffer: inout JSONBuffer) {
        buffer.raw("{\"name\":")
        buffer.string(view.name)
        buffer.raw(",\"state\":\"\(view.failure == nil ? "kept" : "failed")\"")
        if let failure = view.failure {
            buffer.raw(",\"reason\":")
            buffer.string(failure)
        }
        buffer.raw(",\"delta_rows\":\(view.deltaRows),\"rows_written\":\(view.rowsWritten)")
        buffer.raw(",\"keys_recomputed\":\(view.keysRecomputed),\"largest_fan_out\":\(view.largestFanOut)")
        buffer.raw(",\"milliseconds\":\(view.nanoseconds / 1_000_000)}")
    }

    private func write(_ partition: PartitionProgress, to buffer: inout JSONBuffer) {
        let position = partition.position
        let accounting = position.accounting
        buffer.raw("{\"topic\":")
        buffer.string(position.topic)
        buffer.raw(",\"partition\":\(position.partition),\"first\":\(position.first),\"next\":\(position.next)")
        buffer.raw(",\"done\":\(partition.done),\"log_start\":\(text(partition.logStart))")
        buffer.raw(",\"log_end\":\(text(partition.logEnd)),\"lag_records\":\(text(partition.lagRecords))")
        buffer.raw(",\"hidden_records\":\(partition.hiddenRecords)")
        buffer.raw(",\"delivered\":\(accounting.delivered),\"applied\":\(accounting.applied)")
        buffer.raw(",\"ignored\":\(accounting.ignored),\"held\":\(accounting.held)")
        buffer.raw(",\"skipped\":\(accounting.skipped),\"ignored_by_reason\":")
        buffer.list("{", accounting.ignoredByReason, "}") { buffer, entry in
            buffer.name(entry.reason)
            buffer.integer(entry.count)
        }
        buffer.raw("}")
    }

    /// The part of the log that is worked off, in thousandths; nil while an end is not known.
    static func progress(_ status: ProjectionStatus.GenerationStatus) -> Int64? {
        var (done, all): (Int64, Int64) = (0, 0)
        for partition in status.partitions {
            guard let end = partition.logEnd else { return nil }
            let first = min(partition.position.first, end)
            all += end - first
            done += min(max(partition.done, first), end) - first
        }
        if status.partitions.isEmpty { return nil }
        return all == 0 ? 1_000 : Int64(Double(done) / Double(all) * 1_000)
    }

    private func text(_ number: Int64?) -> String { number.map(String.init) ?? "null" }
}
