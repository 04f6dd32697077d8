// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import KafkaClient
internal import ReadModel

/// How much a build from the log has to read, and how long that may take.
public struct RebuildEstimate: Hashable, Sendable {
    /// One topic.
    public struct Topic: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// Its offsets, which count a compacted log's gaps and transactions' markers too; nil if nobody tells them.
        public var records: Int64?
    }

    /// The topics, in the order of the file.
    public var topics: [Topic]
    /// Whether the brokers told; else it is what the live generation had read, and a first build knows nothing.
    public var isFromBrokers: Bool
    /// The rate of the live generation's own load, in records a second; nil if none was measured.
    public var recordsPerSecond: Double?

    /// All records that are known of.
    public var records: Int64 { topics.reduce(0) { $0 + ($1.records ?? 0) } }

    /// How long reading them would take at the measured rate, in seconds; nil if no rate was measured.
    public var seconds: Double? { recordsPerSecond.map { Double(records) / $0 } }

    /// From how many records on a load tells a rate; a smaller one tells how long it takes to begin.
    static let measuredRecordsMin = 10_000.0

    /// The estimate by what a generation has read.
    init(_ projection: Projection, live: GenerationFile?) {
        let positions = (try? live?.positions()) ?? []
        topics = projection.sources.map { source in
            let known = positions.filter { $0.topic == source.topic }
            return Topic(
                name: source.topic, records: known.isEmpty ? nil : known.reduce(0) { $0 + max(0, $1.done - $1.first) })
        }
        isFromBrokers = false
        let notes = [BulkLoad.recordsNote, BulkLoad.millisecondsNote].map { name in
            (try? live?.note(name)).flatMap { $0 }.flatMap { Double($0) } ?? 0
        }
        if notes[0] >= Self.measuredRecordsMin, notes[1] > 0 { recordsPerSecond = notes[0] / notes[1] * 1_000 }
    }

    /// How long the brokers may take to tell the ends of all topics, in milliseconds.
    public static let brokersMs = 2_000

    /// Takes what the brokers say instead, if they tell all of it in time.
    mutating func ask(_ settings: KafkaSettings) {
        guard let client = try? Consumer(settings: settings, isolation: .committed, isProbe: true, log: { _ in }) else {
            return
        }
        defer { client.close(deadlineMs: Self.brokersMs / 2) }
        let end = ContinuousClock.now + .milliseconds(Self.brokersMs)
        var rest: Int { max(1, Int((end - .now) / .milliseconds(1))) }
        var told: [Topic] = []
        for (topic, count) in zip(topics, client.partitionCounts(topics: topics.map(\.name), timeoutMs: rest)) {
            guard case .count(let partitions) = count else { return }
            var records: Int64 = 0
            for partition in 0..<Int32(partitions) {
                guard .now < end,
                    let log = try? client.watermarks(topic: topic.name, partition: partition, timeoutMs: rest)
                else { return }
                records += log.high - log.low
            }
            told.append(Topic(name: topic.name, records: records))
        }
        guard told.count == topics.count else { return }
        topics = told
        isFromBrokers = true
    }
}
