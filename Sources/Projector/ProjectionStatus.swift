// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import ReadModel

/// What a projection shows of itself.
public struct ProjectionStatus: Sendable {
    /// One generation's state.
    public struct GenerationStatus: Sendable {
        /// Its number.
        public var number: Int
        /// What its pipeline does.
        public var state: RunState
        /// How often reading was begun anew because nothing came although the brokers answered.
        public var stalls: UInt64
        /// Its partitions.
        public var partitions: [PartitionProgress]
        /// How far it is behind (R34); nil if unknown.
        public var lag: Duration?
        /// The keys that are held (R17); a record without a key counts as one.
        public var heldKeys: Int
        /// Its views, in the order of the file.
        public var views: [ViewBoard.Status]
        /// The size of its file and log, in bytes.
        public var bytes: Int
        /// The size of its log alone, in bytes.
        public var logBytes: Int

        /// The records between what is done and the log's end; nil if an end is not known.
        public var lagRecords: Int64? {
            partitions.reduce(Int64?.some(0)) { sum, partition in
                sum.flatMap { sum in partition.lagRecords.map { sum + $0 } }
            }
        }

        /// The records that are held over all partitions.
        public var heldRecords: Int64 { partitions.reduce(0) { $0 + $1.position.accounting.held } }

        /// The records delivered over all partitions since the generation was begun.
        public var delivered: Int64 { partitions.reduce(0) { $0 + $1.position.accounting.delivered } }
    }

    /// The projection's name.
    public var name: String
    /// The generation that answers; nil before the first build is done.
    public var live: GenerationStatus?
    /// The generation that is being built; nil if none is.
    public var building: GenerationStatus?
    /// The build's phase and figures; nil if there is none.
    public var build: (phase: BuildPhase?, figures: BuildFigures)?
    /// The generation that the live one replaced, kept to go back to (R31); nil if there is none.
    public var previous: Int?
    /// Whether the projection file's definition is not built, since an operator went back from it.
    public var isPinned = false
    /// The generations as of past times (R30).
    public var pasts: [PastStatus] = []
    /// What a build waits for that could not begin yet.
    public var waitingFor: String?
}
