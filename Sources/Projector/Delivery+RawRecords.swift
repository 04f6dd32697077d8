// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events
internal import KafkaClient

/// The bytes of a delivery's records, for the few that are held.
extension Delivery: RawRecords {
    func hashKeys(into hashes: inout [UInt64]) {
        let records = batch.records
        hashes.removeAll(keepingCapacity: true)
        hashes.reserveCapacity(records.count)
        messages.forEach { message in
            guard hashes.count < records.count, isRecord(message, records[hashes.count]) else { return }
            var hash: UInt64 = 0
            message.withBytes { key, _ in
                if let key { hash = KeyHash.of(key) }
            }
            hashes.append(hash)
        }
        while hashes.count < records.count { hashes.append(0) }
    }

    func record(_ number: Int) -> RawRecord {
        let wanted = batch.records[number]
        if number < cursor.record { cursor = (0, 0) }
        cursor.record = number
        var raw = RawRecord(key: nil, value: nil, headers: [])
        var isFound = false
        while !isFound, cursor.message < messages.count {
            messages.withMessage(at: cursor.message) { message in
                guard isRecord(message, wanted) else { return }
                isFound = true
                raw = Delivery.copy(message)
            }
            if !isFound { cursor.message += 1 }
        }
        return raw
    }

    private func isRecord(_ message: borrowing Message, _ record: EventRecord) -> Bool {
        message.isRecord && message.offset == record.offset && message.assignmentIndex >= 0
            && assigned[message.assignmentIndex] == Int(record.partition)
    }

    private static func copy(_ message: borrowing Message) -> RawRecord {
        var headers: [RawRecord.Header] = []
        message.forEachHeader { name, value in headers.append(RawRecord.Header(name: name, value: value?.copied)) }
        var raw = RawRecord(key: nil, value: nil, headers: [])
        message.withBytes { raw = RawRecord(key: $0, value: $1, headers: headers) }
        return raw
    }
}
