// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A daemon's status for people.
enum StatusText {
    /// Behind by less than this it counts as up to date, in seconds: so old may the brokers' last word be.
    private static let upToDateS = 1.0

    /// All projections.
    static func text(_ report: StatusReport) -> String {
        let head = "projectord \(Printable.text(report.version)), queries at \(Printable.text(report.queryAddress))\n"
        return head + report.projections.map { "\n" + text($0) }.joined()
    }

    private static func text(_ projection: StatusReport.Projection) -> String {
        var lines = ["\(Printable.text(projection.name)): \(state(projection))"]
        for (word, cause) in [("stopped", projection.stopped), ("hindered", projection.hindered)] {
            guard let cause else { continue }
            let place = cause.place.isEmpty ? "" : " at \(Printable.text(cause.place))"
            lines.append("  \(word)\(place): \(Printable.text(cause.reason))")
            lines.append("  try: \(Printable.text(cause.hint))")
        }
        if let reason = projection.buildWaitingFor { lines.append("  a build waits: \(Printable.text(reason))") }
        for (role, generation) in [("live", projection.live), ("building", projection.building)] {
            if let generation { lines.append(figures(role, generation)) }
            if let keys = generation?.heldKeys, keys > 0 {
                let records = generation?.heldRecords ?? 0
                lines.append(
                    "  held: \(Figures.count(keys)) \(keys == 1 ? "key" : "keys"), "
                        + "\(Figures.count(records)) \(records == 1 ? "record" : "records"); "
                        + "projectord held \(Printable.text(projection.name)) lists them")
            }
        }
        if let build = projection.build { lines.append(figures(build)) }
        if let previous = projection.previous {
            lines.append(
                "  previous: generation \(previous); projectord rollback \(Printable.text(projection.name)) goes back")
        }
        lines += (projection.past ?? []).map { past(of: projection.name, $0) }
        if projection.pinned == true {
            lines.append(
                "  the projection file's definition is not built: an operator went back from it; projectord rebuild "
                    + "\(Printable.text(projection.name)) builds it")
        }
        for view in (projection.live ?? projection.building)?.views ?? [] {
            guard let reason = view.reason else { continue }
            lines.append("  view \(Printable.text(view.name)) failed: \(Printable.text(reason))")
        }
        let text = lines.map { $0 + "\n" }.joined()
        guard let shown = projection.live ?? projection.building, !shown.partitions.isEmpty else { return text }
        return text + table(shown.partitions)
    }

    /// The state in words.
    static func state(_ projection: StatusReport.Projection) -> String {
        if projection.stopped != nil { return "stopped, \(Printable.text(projection.state))" }
        if projection.hindered != nil { return "hindered, \(Printable.text(projection.state))" }
        if let reason = projection.waitingFor { return "waiting: \(Printable.text(reason))" }
        guard let live = projection.live else {
            guard let building = projection.building else { return projection.state }
            return "first build" + (building.progress.map { ", \(percent($0))" } ?? "")
        }
        let rebuild = projection.building.map { ", building generation \($0.generation)" } ?? ""
        return lag(live) + rebuild
    }

    private static func lag(_ live: StatusReport.Generation) -> String {
        guard live.state == "running" else { return live.state }
        guard let lag = live.lag else { return "running, lag unknown" }
        return lag < upToDateS ? "up to date" : "lagging \(Figures.seconds(lag))"
    }

    private static func figures(_ role: String, _ generation: StatusReport.Generation) -> String {
        let records = generation.lagRecords.map(Figures.count) ?? "unknown"
        let lag = generation.lag.map { " (\(Figures.seconds($0)))" } ?? ""
        let partitions = generation.partitions
        func sum(_ part: KeyPath<StatusReport.Partition, Int64>) -> String {
            Figures.count(partitions.reduce(0) { $0 + $1[keyPath: part] })
        }
        return "  \(role): generation \(generation.generation), \(Figures.bytes(generation.bytes)); "
            + "records behind \(records)\(lag); delivered \(sum(\.delivered)) = applied \(sum(\.applied)) "
            + "+ ignored \(sum(\.ignored))\(reasons(partitions)) + held \(sum(\.held)) + skipped \(sum(\.skipped))"
    }

    private static func past(of name: String, _ past: StatusReport.Past) -> String {
        var words = "  \(Printable.text(name))@\(Printable.text(past.label)): generation \(past.generation) as of "
        words += "\(Printable.text(past.until)), \(Printable.text(past.state)), \(Figures.bytes(past.bytes))"
        if let done = past.recordsDone, let total = past.recordsTotal {
            words += ", \(Figures.count(done)) of \(Figures.count(total)) records"
        }
        return words + (past.reason.map { ": \(Printable.text($0))" } ?? "")
    }

    private static func figures(_ build: StatusReport.RebuildFigures) -> String {
        var words = [Printable.text(build.phase ?? "standing still")]
        let total = build.recordsTotal.map { " of \(Figures.count($0))" } ?? ""
        words.append("\(Figures.count(build.recordsDone))\(total) records")
        if let rate = build.recordsPerSecond { words.append("\(Figures.count(rate))/s") }
        if let left = build.secondsLeft, left > 0 { words.append("about \(Figures.seconds(Double(left))) left") }
        return "  build: " + words.joined(separator: ", ")
    }

    /// ` (no-handler 3, stale 2)`; nothing if none was ignored.
    private static func reasons(_ partitions: [StatusReport.Partition]) -> String {
        let counts = partitions.reduce(into: [String: Int64]()) { counts, partition in
            counts.merge(partition.ignoredByReason ?? [:], uniquingKeysWith: +)
        }
        let listed = counts.filter { $0.value > 0 }.sorted { $0.key < $1.key }
            .map { "\(Printable.text($0.key)) \(Figures.count($0.value))" }
        return listed.isEmpty ? "" : " (\(listed.joined(separator: ", ")))"
    }

    private static func table(_ partitions: [StatusReport.Partition]) -> String {
        var table = TextTable(
            titles: [
                "topic/partition", "done", "log end", "behind", "delivered", "applied", "ignored", "held", "skipped",
            ])
        table.rows = partitions.map { partition in
            [
                "\(partition.topic)/\(partition.partition)", Figures.count(partition.done),
                partition.logEnd.map(Figures.count) ?? "", partition.lagRecords.map(Figures.count) ?? "",
                Figures.count(partition.delivered), Figures.count(partition.applied), Figures.count(partition.ignored),
                Figures.count(partition.held), Figures.count(partition.skipped),
            ]
        }
        return table.text.split(separator: "\n").map { "  \($0)\n" }.joined()
    }

    private static func percent(_ part: Double) -> String { "\(Int((part * 100).rounded(.down))) %" }
}
