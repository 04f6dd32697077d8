// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import ReadModel
internal import SQLite

/// Why a projection stopped, where, and what mends it.
public struct StopCause: Error, Hashable, Sendable {
    /// The states in which a projection stands still.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// A record's value cannot be read.
        case unreadableRecord = "unreadable-record"
        /// A record's key does not give the table's key.
        case badKey = "bad-key"
        /// A field does not fit the type that it is read as.
        case badValue = "bad-value"
        /// A sum left the range of its column.
        case overflow
        /// An expression gave a value that does not fit its column.
        case badResult = "bad-result"
        /// A row's key came from two partitions.
        case keyInTwoPartitions = "key-in-two-partitions"
        /// The body's key fields are not those of the record's key.
        case keyDiffers = "key-differs"
        /// A value that the source did not send is needed.
        case valueUnavailable = "value-unavailable"
        /// The event has no id.
        case idMissing = "id-missing"
        /// The record empties a table that several partitions feed.
        case truncateUnordered = "truncate-unordered"
        /// Values need `decimals:` or `times:` at the source.
        case encodingMissing = "encoding-missing"
        /// A held record's row was changed by a later one.
        case overtaken
        /// Too many of the last records failed.
        case tooManyHeld = "too-many-held"
        /// The log begins after what was applied.
        case gap
        /// The position is past the log's end.
        case aheadOfLog = "ahead-of-log"
        /// The log is not the one that was applied.
        case diverged
        /// The topic has other partitions than the generation knows.
        case repartitioned
        /// The brokers are of another cluster than the one that the model was built from.
        case otherCluster = "other-cluster"
        /// The log cannot be read past a place: an open transaction, or a batch that the client cannot take.
        case blocked
        /// The topic is compacted, and a table needs every record.
        case compacted
        /// Deletes may be gone from a compacted topic before they were read.
        case tombstonesLost = "tombstones-lost"
        /// The topic is not there.
        case topicMissing = "topic-missing"
        /// The brokers refuse who we are.
        case notAuthenticated = "not-authenticated"
        /// The brokers refuse what we ask.
        case notAuthorized = "not-authorized"
        /// Another writer moved the position.
        case fenced
        /// The generation's file is damaged.
        case storeDamaged = "store-damaged"
        /// The generation's file cannot be used.
        case storeFailed = "store-failed"
        /// Kafka refused for good.
        case kafkaFailed = "kafka-failed"

        /// Whether the generation's rows prove nothing about another's: only an operator may replace it then (R28).
        public var needsAcceptance: Bool {
            switch self {
            case .gap, .aheadOfLog, .diverged, .repartitioned, .otherCluster, .compacted, .tombstonesLost,
                .truncateUnordered, .tooManyHeld, .fenced, .storeDamaged, .storeFailed:
                true
            default: false
            }
        }
    }

    /// The state.
    public var code: Code
    /// Where in the log, as `topic/partition@offset`; or a file's path.
    public var place: String
    /// What was found; lower case, no period.
    public var message: String
    /// What to do.
    public var hint: String

    /// Makes a cause.
    public init(_ code: Code, at place: String, _ message: String, hint: String) {
        self.code = code
        self.place = place
        self.message = message
        self.hint = hint
    }

    init(_ fault: RecordFault, at place: String) {
        let code = Code(rawValue: fault.code.rawValue) ?? .badValue
        self.init(code, at: place, fault.message, hint: StopCause.hint(for: fault.code))
    }

    init(_ error: ReadModelError, of projection: String) {
        if error.kind == .corrupt {
            self.init(.storeDamaged, at: "", error.message, hint: RebuildRefusal.command(projection))
        } else {
            let code: Code = error.code == .fenced ? .fenced : .storeFailed
            self.init(code, at: "", error.message, hint: error.hint)
        }
    }

    private static func hint(for code: RecordFault.Code) -> String {
        switch code {
        case .unreadableRecord, .badKey, .badValue, .keyDiffers:
            "correct the projection file so that it reads this record, or the producer; then start the daemon again"
        case .overflow: "widen what is summed (a smaller scale, or two columns), then start the daemon again"
        case .badResult: "correct the expression in the projection file, then start the daemon again"
        case .valueUnavailable:
            "let the source's table have REPLICA IDENTITY FULL, or skip the record"
        case .idMissing: "let the producer give every event an id, or remove id: from the source"
        case .truncateUnordered, .encodingMissing, .overtaken: code.heldHint
        case .keyInTwoPartitions:
            "let all producers of the topic use one partitioner, so that each key stays in one partition; if some "
                + "were added, write at its source where the old ones ended: cuts: [{0: 1234, 1: 1250}]"
        }
    }
}
