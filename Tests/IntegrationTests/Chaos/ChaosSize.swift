// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// How much harm a run does: little by default, all of it with `PROJECTORD_TEST_LONG=1`.
struct ChaosSize: Sendable {
    var kills: Int
    /// How long a killed node is away before it is started again, in milliseconds.
    ///
    /// A cluster gives up a node's leaderships after 9 s.
    var awayMs: Range<Int>
    var freezes: Int
    var freezeMs: Range<Int>
    /// How often all partitions get another leader.
    var moves: Int
    /// How long each harm to the connection lasts, in seconds.
    var toxicS: Int
    /// How long the only node that has a partition is frozen, in seconds.
    var soleFreezeS: Int

    static let short = ChaosSize(
        kills: 5, awayMs: 0..<3_000, freezes: 2, freezeMs: 5_000..<9_000, moves: 2, toxicS: 2, soleFreezeS: 12)
    static let long = ChaosSize(
        kills: 50, awayMs: 0..<15_000, freezes: 20, freezeMs: 5_000..<60_000, moves: 30, toxicS: 30, soleFreezeS: 90)

    static let ofRun = LongRun.isWanted ? long : short
}
