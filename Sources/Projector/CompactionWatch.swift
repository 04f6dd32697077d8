// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation
internal import ReadModel

/// Follows, beside the writer, how long compacted topics have not been read to their end (R5).
struct CompactionWatch {
    /// How often it looks, in milliseconds.
    static let intervalMs = 500

    private var ledgers: [(source: Int, ledger: CompactionLedger)]
    private var next = ContinuousClock.now

    init(_ ledgers: [(source: Int, ledger: CompactionLedger)]) {
        self.ledgers = ledgers
    }

    /// Wall-clock time in milliseconds: it must hold over restarts, and is only compared with hours.
    static var nowMs: Int64 { Int64(Date().timeIntervalSince1970 * 1_000) }

    /// Notes how far the topics are; throws the cause to stop if one has not been at its end for too long.
    mutating func look(_ board: ProgressBoard, _ writer: ModelWriter) throws {
        let now = ContinuousClock.now
        if ledgers.isEmpty || now < next { return }
        next = now + .milliseconds(CompactionWatch.intervalMs)
        for index in ledgers.indices {
            let followers = board.followers(ofSource: ledgers[index].source)
            if let cause = try ledgers[index].ledger.follow(followers, writer, nowMs: CompactionWatch.nowMs) {
                throw cause
            }
        }
    }
}
