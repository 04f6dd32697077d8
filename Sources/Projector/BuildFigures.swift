// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// How far a build is through the log, counted in offsets: markers and removed records count too.
public struct BuildFigures: Hashable, Sendable {
    /// The offsets that are worked off.
    public var done: Int64
    /// All from where it began to the log's end, or to where it stops; nil while an end is not known.
    public var total: Int64?
    /// The offsets a second over the last moments; nil before that was measured.
    public var rate: Double?

    /// About how long the rest takes at that rate, in seconds; nil if that cannot be told.
    public var leftSeconds: Double? {
        guard let total, let rate else { return nil }
        if total <= done { return 0 }
        return rate > 0 ? Double(total - done) / rate : nil
    }
}
