// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import ReadModel

/// The loading of a new generation from the log, which nobody reads yet: what is folded is written when memory is full,
/// and at the end.
struct BulkLoad {
    /// How often its progress is shown, in milliseconds.
    static let showIntervalMs = 50
    /// How long it waits for a delivery before it looks around, in milliseconds.
    static let waitMs = 20

    /// The names under which a generation notes how many records its load read, and in how many milliseconds.
    static let recordsNote = "load_records"
    static let millisecondsNote = "load_ms"

    private var catchUp = CatchUp()
    private let began = ContinuousClock.now
    private var shown = ContinuousClock.now
    private let deliveredBefore: Int64

    init(_ positions: [PartitionPosition]) {
        deliveredBefore = BulkLoad.delivered(positions)
    }

    /// Whether progress is to be shown now.
    mutating func isToShow() -> Bool {
        let now = ContinuousClock.now
        guard now - shown > .milliseconds(BulkLoad.showIntervalMs) else { return false }
        shown = now
        return true
    }

    /// Whether all that the log had when the load began is read.
    mutating func isOver(_ board: ProgressBoard) -> Bool { catchUp.isReached(by: board.partitions) }

    /// How fast it was, for those who plan the next one.
    func notes(_ positions: [PartitionPosition]) -> [(name: String, value: String)] {
        let milliseconds = Int((ContinuousClock.now - began) / .milliseconds(1))
        return [
            (BulkLoad.recordsNote, String(BulkLoad.delivered(positions) - deliveredBefore)),
            (BulkLoad.millisecondsNote, String(milliseconds)),
        ]
    }

    private static func delivered(_ positions: [PartitionPosition]) -> Int64 {
        positions.reduce(0) { $0 + $1.accounting.delivered }
    }
}
