// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Metrics in Prometheus' text format.
struct MetricsText {
    private(set) var text = ""

    /// Begins a metric; its samples follow.
    mutating func metric(_ name: String, _ type: String, _ help: String) {
        text += "# HELP projectord_\(name) \(help)\n# TYPE projectord_\(name) \(type)\n"
    }

    /// One sample.
    mutating func sample(_ name: String, _ labels: [(String, String)], _ value: String) {
        text += "projectord_\(name)\(Self.labels(labels)) \(value)\n"
    }

    /// The samples of one histogram, in seconds.
    mutating func histogram(_ name: String, _ labels: [(String, String)], _ histogram: DurationHistogram) {
        let (counts, seconds) = histogram.snapshot
        var total: UInt64 = 0
        for (index, count) in counts.enumerated() {
            total += count
            let isLast = index == DurationHistogram.boundsUs.count
            let bound = isLast ? "+Inf" : String(Double(DurationHistogram.boundsUs[index]) / 1e6)
            sample("\(name)_bucket", labels + [("le", bound)], String(total))
        }
        sample("\(name)_sum", labels, String(seconds))
        sample("\(name)_count", labels, String(total))
    }

    private static func labels(_ labels: [(String, String)]) -> String {
        if labels.isEmpty { return "" }
        let texts = labels.map { name, value in
            var escaped = ""
            for character in value {
                switch character {
                case "\\": escaped += "\\\\"
                case "\"": escaped += "\\\""
                case "\n": escaped += "\\n"
                default: escaped.append(character)
                }
            }
            return "\(name)=\"\(escaped)\""
        }
        return "{\(texts.joined(separator: ","))}"
    }
}
