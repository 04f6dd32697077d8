// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A record that was delivered, by which a log is known again (R2).
public struct Witness: Hashable, Sendable {
    /// The record's offset.
    public var offset: Int64
    /// Its Kafka timestamp in milliseconds.
    public var timestampMs: Int64
    /// The hash of its key and value.
    public var hash: UInt64

    /// Makes a witness.
    public init(offset: Int64, timestampMs: Int64, hash: UInt64) {
        self.offset = offset
        self.timestampMs = timestampMs
        self.hash = hash
    }
}

/// The last delivered record of a partition and up to eight older ones at growing ages.
public struct WitnessLadder: Hashable, Sendable {
    /// The number of steps: the ages grow eightfold, so the last step is up to 16 million offsets old.
    public static let stepCount = 9

    /// By step; step 0 is the last delivered record.
    public private(set) var steps: [Witness?] = Array(repeating: nil, count: stepCount)

    /// Makes an empty ladder.
    public init() {}

    /// All witnesses, the newest first.
    public var all: [Witness] { steps.compactMap { $0 } }

    /// Puts a stored witness back on its step.
    public mutating func restore(_ witness: Witness, step: Int) {
        if steps.indices.contains(step) { steps[step] = witness }
    }

    /// Takes a newly delivered record in, and tells which steps changed.
    public mutating func add(_ witness: Witness) -> Range<Int> {
        var moving = steps[0]
        steps[0] = witness
        var changed = 1
        var age: Int64 = 8
        for step in 1..<WitnessLadder.stepCount {
            guard let next = moving else { break }
            // A step keeps its witness until it is twice as old as the step's age; what leaves moves one step on.
            if let current = steps[step], witness.offset - current.offset < 2 * age { break }
            moving = steps[step]
            steps[step] = next
            changed = step + 1
            age *= 8
        }
        return 0..<changed
    }
}
