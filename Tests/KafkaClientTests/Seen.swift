// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import KafkaClient

/// A message as a test keeps it, copied out of its batch.
struct Seen: Equatable {
    var index: Int
    var offset: Int64
    var key: [UInt8]?
    var value: [UInt8]?
    var timestampMs: Int64

    init(_ message: borrowing Message) {
        index = message.assignmentIndex
        offset = message.offset
        timestampMs = message.timestampMs
        var bytes: (key: [UInt8]?, value: [UInt8]?)
        message.withBytes { key, value in bytes = (copy(key), copy(value)) }
        (key, value) = bytes
    }
}

/// What a test's consumer got.
struct Log {
    var records: [Seen] = []
    var ends: [Int: Int64] = [:]
    var errors: [(index: Int, error: KafkaError)] = []
}

/// The bytes of a borrowed span.
func copy(_ span: RawSpan?) -> [UInt8]? {
    guard let span else { return nil }
    return span.byteOffsets.map { unsafe span.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
}

extension Consumer {
    /// Polls until the condition holds; what it got by then if 20 s pass before.
    func read(until done: (Log) -> Bool) -> Log {
        let batch = MessageBatch(capacity: 100)
        var log = Log()
        let deadline = ContinuousClock.now + .seconds(20)
        while !done(log), ContinuousClock.now < deadline {
            poll(into: batch, timeoutMs: 100)
            batch.forEach { message in
                switch message.kind {
                case .record: log.records.append(Seen(message))
                case .partitionEnd(let offset): log.ends[message.assignmentIndex] = offset
                case .error(let error): log.errors.append((message.assignmentIndex, error))
                }
            }
        }
        return log
    }
}
