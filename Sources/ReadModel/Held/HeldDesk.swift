// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events
internal import SQLite

/// What a writer knows of the records it holds (R17), in step with the table of them.
final class HeldDesk {
    /// The most keys that are held; one more stops the projection.
    ///
    /// They are told apart by 16 to 32 bytes of memory each, so these take 32 MB.
    static let keysMax = 1_000_000
    /// Over how many of the last delivered records the share of failed ones is counted.
    static let windowRecords: Int64 = 1_000

    let store: HeldStore
    /// The marks of the held keys; the null key has one where a source's events have ids (R14).
    let marks = KeyHashSet()
    private let hasIDs: [Bool]
    /// The held keys; a record without a key counts as one.
    private(set) var keyCount: Int
    /// The hashes of the keys of the batch at hand, by record.
    private(set) var hashes: [UInt64] = []
    /// The numbers of the last deliveries that failed themselves and are held, in order.
    private var failures: [Int64]
    private let stopAbove: Double?

    /// `hasIDs` tells by source whether its events have ids.
    init(
        _ connection: Connection, stopAbove: Double?, hasIDs: [Bool], delivered: Int64
    ) throws(SQLiteError) {
        store = try HeldStore(connection)
        self.hasIDs = hasIDs
        keyCount = try store.keyCount()
        failures = try store.failures(from: max(1, delivered - HeldDesk.windowRecords + 1))
        self.stopAbove = stopAbove
        let marks = marks
        try store.forEachKey { if $1 != 0 || hasIDs[$0] { marks.insert(HeldKey.mark(source: $0, hash: $1)) } }
    }

    /// Takes the keys' hashes of a batch.
    func hashKeys(of raw: any RawRecords) {
        raw.hashKeys(into: &hashes)
    }

    /// The first of these records of the batch at hand that likely has to wait; the range's end if none has.
    ///
    /// One without a key waits only where `isRepeat` says that its event was seen before.
    func firstHeld(
        of batch: EventBatch, _ numbers: Range<Int>, isRepeat: (EventRecord) -> Bool
    ) -> Int {
        if marks.count == 0 { return numbers.upperBound }
        let marks = marks
        let records = batch.records
        let hashes = hashes
        for number in numbers {
            let hash = hashes[number]
            guard marks.contains(HeldKey.mark(source: Int(records[number].source), hash: hash)) else { continue }
            if hash != 0 || isRepeat(records[number]) { return number }
        }
        return numbers.upperBound
    }

    /// Why one more failed record, the delivery of that number, is too many; nil if it is not.
    func excess(number: Int64) -> String? {
        if keyCount >= HeldDesk.keysMax { return "\(keyCount) keys are held already" }
        guard let stopAbove, number > 0 else { return nil }
        failures.removeAll { $0 <= number - HeldDesk.windowRecords }
        let count = failures.count + 1
        guard Double(count) > stopAbove * Double(HeldDesk.windowRecords) else { return nil }
        return "\(count) of the last \(HeldDesk.windowRecords) records failed"
    }

    /// Holds a record that failed; `number` is 0 if it does not count.
    func hold(
        _ record: EventRecord, _ raw: RawRecord, of position: PartitionPosition, fault: RecordFault, number: Int64
    ) throws(SQLiteError) {
        try store.insert(record, raw, of: position, fault: fault, number: number, seenAt: -1)
        keyCount += 1
        if raw.key != nil || hasIDs[position.source] {
            marks.insert(HeldKey.mark(source: position.source, hash: raw.keyHash))
        }
        if number > 0 { failures.append(number) }
    }

    /// Lets a record wait behind the held ones of its key; false if its key is not held.
    ///
    /// One without a key waits behind the held record whose event it repeats, which was seen at `before`: whether it
    /// is to be dropped depends on what becomes of that one. `seenAt` notes its event, and tells where it was seen.
    func queue(
        _ record: EventRecord, _ raw: RawRecord, of position: PartitionPosition, number: Int64, before: () -> Int64,
        seenAt: () -> Int64
    ) throws(SQLiteError) -> Bool {
        let waits =
            if let key = raw.key {
                try store.holds(source: position.source, hash: raw.keyHash, key: key)
            } else {
                try store.entry(topic: position.topic, partition: position.partition, offset: before()) != nil
            }
        guard waits else { return false }
        try store.insert(record, raw, of: position, fault: nil, number: number, seenAt: seenAt())
        return true
    }

    /// Removes a held record, which was applied or skipped.
    func remove(_ rowid: Int64, failed: Bool, number: Int64) throws(SQLiteError) {
        try store.remove(rowid)
        guard failed else { return }
        keyCount -= 1
        failures.removeAll { $0 == number }
    }

    /// Notes that a held record failed itself; `wasFirst` if it had before.
    func fail(_ rowid: Int64, _ fault: RecordFault, wasFirst: Bool, number: Int64) throws(SQLiteError) {
        try store.fail(rowid, fault)
        guard !wasFirst else { return }
        keyCount += 1
        guard number > 0 else { return }
        failures.append(number)
        failures.sort()
    }

    /// Lets a key go of which no record is left.
    func release(_ key: HeldKey) throws(SQLiteError) {
        guard try !store.holds(source: key.source, hash: key.hash) else { return }
        marks.remove(key.mark)
    }
}
