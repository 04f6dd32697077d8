// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import SQLite

/// What this process has used so far, from the kernel's own accounts.
struct ProcessUse {
    var cpuSeconds: Double
    var peakKiB: Int

    static var now: ProcessUse {
        // /proc/self/stat: fields 14 and 15 are clock ticks of user and system time, 100 a second on Linux.
        let stat = ((try? DurableFile.read("/proc/self/stat")) ?? nil) ?? ""
        let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
        let ticks = fields.count > 12 ? (Double(fields[11]) ?? 0) + (Double(fields[12]) ?? 0) : 0
        let status = ((try? DurableFile.read("/proc/self/status")) ?? nil) ?? ""
        let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let digits = peak?.filter(\.isNumber) ?? ""
        return ProcessUse(cpuSeconds: ticks / 100, peakKiB: Int(digits) ?? 0)
    }
}
