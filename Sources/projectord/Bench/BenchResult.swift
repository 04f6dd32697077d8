// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation

/// Why a benchmark step could not run.
struct BenchFailure: Error {
    var message: String
}

/// What a step measured.
struct BenchResult {
    var step: String
    var records = 0
    private var began: ContinuousClock.Instant?
    private var cpuAtBegin = 0.0
    private(set) var seconds = 0.0
    private(set) var cpuSeconds = 0.0

    init(step: String) {
        self.step = step
    }

    /// Starts the clock at the first record: connecting is not what is measured.
    mutating func beginIfNeeded() {
        guard began == nil else { return }
        began = ContinuousClock.now
        cpuAtBegin = ProcessUse.now.cpuSeconds
    }

    mutating func end() {
        guard let began else { return }
        let duration = (ContinuousClock.now - began).components
        seconds = Double(duration.seconds) + Double(duration.attoseconds) / 1e18
        cpuSeconds = ProcessUse.now.cpuSeconds - cpuAtBegin
    }

    /// One JSON object, as scripts/bench reads it.
    func json(workload: String) -> String {
        let rate = seconds > 0 ? Double(records) / seconds : 0
        return """
            {"step":"\(step)","workload":"\(workload)","records":\(records),"seconds":\(BenchResult.text(seconds)),\
            "records_per_second":\(Int(rate)),"cpu_seconds":\(BenchResult.text(cpuSeconds)),\
            "peak_rss_kb":\(ProcessUse.now.peakKiB)}
            """
    }

    static func text(_ value: Double) -> String { String(format: "%.4f", value) }
}
