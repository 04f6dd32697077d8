// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import KafkaClient

extension Stream {
    /// The header that names a record's event by its number in the journal.
    static let numberHeader = "event"

    /// Sends events in one transaction; what is to be aborted is in the log first.
    func send(_ events: [Journal.Entry], in producer: Producer, isAborted: Bool) throws {
        try producer.beginTransaction()
        for entry in events {
            let record = StreamRecord(entry.event)
            var headers = [(name: Self.numberHeader, value: Array(String(entry.number).utf8))]
            if let type = record.type { headers.append((name: "eventType", value: Array(type.utf8))) }
            try producer.send(
                topic: name(record.topic), partition: record.partition, key: record.key.map { Array($0.utf8) },
                value: record.value.map { Array($0.utf8) }, headers: headers)
        }
        if isAborted {
            try producer.flush(timeoutMs: StreamProducer.timeoutMs)
            try producer.abortTransaction(timeoutMs: StreamProducer.timeoutMs)
        } else {
            try producer.commitTransaction(timeoutMs: StreamProducer.timeoutMs)
        }
    }

    /// Ends the partitions of customers in a commit's marker and all others in the tail of an aborted transaction.
    ///
    /// - Returns: the numbers of what was committed.
    func addTails(seed: UInt64) throws -> [Int] {
        let producer = try Producer(settings: topics.settings, transactionalID: topics["tails"]) { _ in }
        defer { producer.close(deadlineMs: 5_000) }
        try producer.initTransactions(timeoutMs: StreamProducer.timeoutMs)
        var events = StreamEvents(producer: 0, seed: seed &+ 1)
        let all = journal.add((0..<2_000).map { _ in events.next() })
        try send(all, in: producer, isAborted: false)
        let others = (0..<2_000).map { _ in events.next() }.filter { StreamRecord($0).topic != .customers }
        try send(journal.add(others), in: producer, isAborted: true)
        return all.map(\.number)
    }
}
