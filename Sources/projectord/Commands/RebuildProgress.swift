// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What is said of a rebuild while it runs.
struct RebuildProgress {
    /// Over how long the rate is taken, in seconds.
    private static let windowS = 5.0

    private var seen: [(at: Double, delivered: Int64)] = []

    /// The line for what is told at a moment, in seconds.
    mutating func line(_ report: RebuildReport, atS now: Double) -> String {
        let delivered = report.delivered ?? 0
        seen.append((now, delivered))
        while seen.count > 2, now - seen[0].at > Self.windowS { seen.removeFirst() }
        var parts = ["\(Figures.count(delivered)) records"]
        let rate = rate
        if let rate { parts.append("\(Figures.count(Int64(rate)))/s") }
        if let progress = report.progress { parts.append("\(Int((progress * 100).rounded(.down))) %") }
        if let behind = report.lagRecords, behind > 0 {
            parts.append("\(Figures.count(behind)) behind")
            if let rate, rate > 0 { parts.append("about \(Figures.seconds(Double(behind) / rate)) left") }
        }
        if let reason = report.waitingFor { parts.append("waiting: \(Printable.text(reason))") }
        return "generation \(report.generation ?? 0): " + parts.joined(separator: ", ")
    }

    /// Records a second over the last moments; nil before there are two.
    private var rate: Double? {
        guard let first = seen.first, let last = seen.last, last.at > first.at else { return nil }
        return max(0, Double(last.delivered - first.delivered)) / (last.at - first.at)
    }
}
