// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import ReadModel

/// The log lines for newly held keys: one each, up to a limit, then how many more there were.
struct HeldLines {
    /// The most lines of one span of time.
    static let linesMax = 10
    /// The span, in seconds.
    static let spanSeconds = 60

    private var began: ContinuousClock.Instant?
    private var count = 0

    /// The lines to write now.
    mutating func lines(of notice: HeldNotice, at now: ContinuousClock.Instant) -> [LogLine] {
        var lines: [LogLine] = []
        if began.map({ now - $0 > .seconds(HeldLines.spanSeconds) }) ?? true {
            if count > HeldLines.linesMax {
                lines.append(
                    LogLine(.warning, "more keys were held", [("keys", String(count - HeldLines.linesMax))]))
            }
            (began, count) = (now, 0)
        }
        count += 1
        guard count <= HeldLines.linesMax else { return lines }
        lines.append(
            LogLine(
                .warning, "key held",
                [
                    ("place", notice.place), ("code", notice.fault.code.rawValue), ("reason", notice.fault.message),
                    ("hint", notice.fault.code.heldHint),
                ]))
        return lines
    }
}
