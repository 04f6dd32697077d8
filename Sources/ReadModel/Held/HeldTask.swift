// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Something asked of a writer about the records it holds, and what has come of it so far.
///
/// Used by the writer's thread; `ModelWriter.tend` works on it in parts, one a transaction.
public final class HeldTask {
    /// What is asked.
    public enum Aim: Sendable {
        /// To apply the records of a key, of any source.
        case retryKey([UInt8])
        /// To apply the record at a place and those that wait behind it.
        case retryRecord(topic: String, partition: Int32, offset: Int64)
        /// To apply all.
        case retryAll
        /// To do what was decided and is not done yet (R19), and to go on where a writer was interrupted.
        case decisions
    }

    /// What came of it.
    public struct Result: Hashable, Sendable {
        /// The records that are held no longer because they could be applied.
        public var applied: Int64 = 0
        /// The records that are held no longer because they are skipped.
        public var skipped: Int64 = 0
        /// The keys that are held no longer.
        public var freedKeys: Int64 = 0
        /// The keys whose first record failed again.
        public var failedKeys: Int64 = 0
        /// Whether anything of what was asked for is held.
        public var wasFound = false

        /// Makes an empty result.
        public init() {}
    }

    /// What is asked.
    public let aim: Aim
    /// What came of it so far.
    public internal(set) var result = Result()
    /// Whether it is done.
    public internal(set) var isFinished = false
    var isBegun = false
    /// The keys to go on with, the next one last.
    var keys: [HeldKey] = []
    /// The rows of the failed records that are still to be tried, where all are.
    var rest: (after: Int64, through: Int64)?

    /// Asks for something.
    public init(_ aim: Aim) {
        self.aim = aim
    }
}
