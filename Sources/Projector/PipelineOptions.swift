// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import KafkaClient
public import ReadModel

/// What all pipelines of a daemon share.
public struct PipelineOptions: Sendable {
    /// How Kafka is reached.
    public var kafka: KafkaSettings
    /// Where log lines go.
    public var log: LogSink
    /// Called at each named place of a transaction; tests kill the daemon there.
    public var onPoint: @Sendable (ModelWriter.Point) -> Void
    /// Called when what was written may not be on the disk: the process is to end without writing anything more, since
    /// the next sync would say that all is well.
    public var onLost: @Sendable (StopCause) -> Void = { _ in }
    /// How often the witnesses are compared while all goes well, in milliseconds (R2); tests have no minute to wait.
    public var witnessIntervalMs = PipelineOptions.witnessIntervalMs

    /// The bytes that a load takes for rows before it writes them.
    public var loadMemoryBytes = PipelineOptions.loadMemoryMB * 1_024 * 1_024
    /// The rows' own part of it; the rest is for finding and sorting them (of 64 MB of rows, 88 were taken in all).
    var loadRowBytes: Int { loadMemoryBytes / 3 * 2 }
    /// Whether a load gives way to what else the daemon does.
    var givesWay = false

    /// How often the brokers are asked for the ends of the log, in milliseconds.
    ///
    /// It is how old a lag of zero may be, and it wakes librdkafka 2.0.2, which sleeps up to a second once its queue
    /// was full (measured there: 213,000 records/s without, 908,000 with it).
    public static let watchIntervalMs = 100
    /// How often topics are asked for new partitions, in milliseconds.
    public static let metadataIntervalMs = 5_000
    /// How often the witnesses are compared, in milliseconds (R2).
    public static let witnessIntervalMs = 60_000
    /// How long to wait before something is tried again, in milliseconds.
    public static let retryIntervalMs = 500
    /// How often a stopped projection looks whether the log is right again, in milliseconds: each look opens clients.
    public static let lookAgainIntervalMs = 5_000
    /// How long committed records may stand still behind an open transaction before that is a state, in milliseconds.
    ///
    /// Transactions that end by themselves, such as those of a stream processor's checkpoints, take less as a rule.
    public static let openTransactionMs = 10_000
    /// How long nothing may come of a partition that is behind while brokers answer, in milliseconds.
    ///
    /// It is three times what librdkafka 2.0.2 takes to notice a broker that hangs.
    public static let stallMs = 30_000

    /// What a load takes unless a setting says otherwise, in MB: so many rows as a writer has that follows the log.
    public static let loadMemoryMB = ModelWriter.cacheBytesMax / (1_024 * 1_024) * 3 / 2

    /// The room that a disk that was full must have before it is written again, in bytes.
    public static let roomBytes = 1_024 * 1_024

    /// The most records of one transaction; more would only make a stop and a waiting reader wait longer.
    public static let transactionRecordsMax = 1_000_000
    /// The longest that records are folded into one transaction, in milliseconds.
    public static let transactionMsMax = 1_000
    /// The same far behind the log, where nobody finds what is new yet: rows that change often are written once.
    ///
    /// 1 M records of 4 elements each take 2 to 3 s.
    public static let farBehindTransactionMsMax = 5_000
    /// The size of the log file from which it is written back to the database, in bytes.
    public static let checkpointBytes = 40 * 1_024 * 1_024
    /// The size from which it is emptied, waiting for readers, in bytes.
    public static let truncateBytes = 64 * 1_024 * 1_024

    /// Makes options.
    public init(
        kafka: KafkaSettings, log: @escaping LogSink,
        onPoint: @escaping @Sendable (ModelWriter.Point) -> Void = { _ in }
    ) {
        self.kafka = kafka
        self.log = log
        self.onPoint = onPoint
    }
}
