// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import KafkaClient
internal import ReadModel

/// Finds where the log is cut at a time: each partition at its first record that is later (R30).
struct PastVector {
    /// How long finding the first later records may take, in milliseconds: mostly they are where the index points.
    static let settleMs = 30_000
    /// How long one poll waits, in milliseconds, and how many records it takes at most.
    static let pollMs = 100
    static let batchRecords = 1_000

    let client: Consumer
    let projection: Projection
    let time: PastTime
    /// From where the live generation was built.
    let firsts: [PartitionPosition]

    /// A partition while its cut is looked for.
    private struct Search {
        var cut: LogPlace
        /// The log's start.
        let low: Int64
        /// Whether there are records before the cut, as far as was read.
        var hasEarlier: Bool
        var isOver = false
        /// Whether there is a later record.
        var hasLater = false
    }

    /// The cuts of all partitions.
    func cuts() throws(RebuildRefusal) -> [LogPlace] {
        var searches: [Search] = []
        for topic in projection.sources.map(\.topic) {
            // Where the settings may not be read, that is told by the pipeline.
            let config = try? client.topicConfig(name: topic, timeoutMs: LogCheck.timeoutMs)
            if let config, CompactionLedger.isCompacted(config) { throw RebuildRefusal(pastOfCompacted: topic) }
            let count: Int
            do throws(KafkaError) {
                count = try client.leaders(topic: topic, timeoutMs: LogCheck.timeoutMs).count
            } catch {
                throw RebuildRefusal(pastUnknown: error)
            }
            for partition in 0..<Int32(count) { searches.append(try begin(topic, partition)) }
        }
        do throws(KafkaError) { try settle(&searches) } catch { throw RebuildRefusal(pastUnknown: error) }
        // What was removed made rows too, and what is left is all later.
        if let search = searches.first(where: { $0.low > 0 && $0.hasLater && !$0.hasEarlier }) {
            throw RebuildRefusal(time, before: search.low, of: "\(search.cut.topic)/\(search.cut.partition)")
        }
        return searches.map(\.cut)
    }

    /// Asks the leader's index, which leads to the cut or before it.
    private func begin(_ topic: String, _ partition: Int32) throws(RebuildRefusal) -> Search {
        let (log, found): (Watermarks, Int64?)
        do throws(KafkaError) {
            log = try client.watermarks(topic: topic, partition: partition, timeoutMs: LogCheck.timeoutMs)
            found = try client.firstOffset(
                topic: topic, partition: partition, afterMs: time.milliseconds, timeoutMs: LogCheck.timeoutMs)
        } catch {
            throw RebuildRefusal(pastUnknown: error)
        }
        let live = firsts.first { $0.topic == topic && $0.partition == partition }
        if let live, log.low > live.first {
            throw RebuildRefusal(missing: live, logStart: log.low, projection.name)
        }
        let offset = max(log.low, found ?? log.high)
        return Search(
            cut: LogPlace(topic: topic, partition: partition, offset: offset), low: log.low,
            hasEarlier: offset > log.low)
    }

    /// Reads on from where the index points, to the first record that is later, or to the end.
    ///
    /// The index heeds markers and aborted records too, and their timestamps may be later than those of records that
    /// follow.
    private func settle(_ searches: inout [Search]) throws(KafkaError) {
        try client.assign(
            searches.map { Assignment(topic: $0.cut.topic, partition: $0.cut.partition, offset: $0.cut.offset) })
        let messages = MessageBatch(capacity: PastVector.batchRecords)
        defer { messages.removeAll() }
        let deadline = ContinuousClock.now + .milliseconds(PastVector.settleMs)
        while searches.contains(where: { !$0.isOver }) {
            guard ContinuousClock.now < deadline else {
                let message = "the first later record was not found within \(PastVector.settleMs) ms"
                throw KafkaError(.timedOut, message: message, isRetriable: true)
            }
            client.poll(into: messages, timeoutMs: PastVector.pollMs)
            var failure: KafkaError?
            messages.forEach { message in
                let index = message.assignmentIndex
                guard searches.indices.contains(index), !searches[index].isOver else { return }
                switch message.kind {
                case .record: take(message, &searches[index])
                case .partitionEnd(let offset):
                    searches[index].cut.offset = max(searches[index].cut.offset, offset)
                    searches[index].isOver = true
                case .error(let error): failure = error.isRetriable ? failure : error
                }
            }
            if let failure, failure.kind != .transport { throw failure }
        }
    }

    private func take(_ record: borrowing Message, _ search: inout Search) {
        if record.timestampMs <= time.milliseconds {
            search.hasEarlier = true
            return
        }
        search.cut.offset = record.offset
        search.hasLater = true
        search.isOver = true
    }
}

extension RebuildRefusal {
    init(pastOfCompacted topic: String) {
        self.init(
            .sourceCompacted, "the topic \(topic) is compacted: what it held in the past is not in it any more",
            hint: "only topics with cleanup.policy=delete have a past")
    }

    init(pastUnknown error: KafkaError) {
        self.init(
            .logUnreachable, "the brokers do not tell where the log was then: \(error.description)",
            hint: "try again when they answer")
    }

    init(_ time: PastTime, before start: Int64, of partition: String) {
        self.init(
            .beforeLogStart,
            "the log of \(partition) begins at \(start), with a record that is later than \(time.text)",
            hint: "ask for a later time")
    }
}
