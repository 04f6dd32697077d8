// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What is said of a build while it runs.
enum RebuildProgress {
    /// How many characters wide the bar is.
    static let barWidth = 24

    /// The line for a person at a terminal: a bar, and what else is known.
    static func bar(_ report: RebuildReport) -> String {
        guard let part = part(report) else { return line(report) }
        let full = Int(part * Double(barWidth))
        let bar = String(repeating: "#", count: full) + String(repeating: "-", count: barWidth - full)
        return "generation \(report.generation ?? 0) [\(bar)] " + words(report).joined(separator: ", ")
    }

    /// The line for a file.
    static func line(_ report: RebuildReport) -> String {
        "generation \(report.generation ?? 0): " + words(report).joined(separator: ", ")
    }

    private static func words(_ report: RebuildReport) -> [String] {
        var words = [Printable.text(report.phase ?? report.state)]
        let done = Figures.count(report.recordsDone ?? 0)
        if let total = report.recordsTotal {
            words.append("\(done) of \(Figures.count(total)) records")
            if let part = part(report) { words.append("\(Int((part * 100).rounded(.down))) %") }
        } else {
            words.append("\(done) records")
        }
        if report.phase == "reading" {
            if let rate = report.recordsPerSecond { words.append("\(Figures.count(rate))/s") }
            if let left = report.secondsLeft, left > 0 { words.append("about \(Figures.seconds(Double(left))) left") }
        }
        if let reason = report.waitingFor { words.append("waiting: \(Printable.text(reason))") }
        return words
    }

    private static func part(_ report: RebuildReport) -> Double? {
        guard let done = report.recordsDone, let total = report.recordsTotal, total > 0 else { return nil }
        return min(1, max(0, Double(done) / Double(total)))
    }
}
