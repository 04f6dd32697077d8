// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events
internal import SQLite

/// A batch with records that fail, wait behind such ones, or are skipped (R17, R19).
extension ModelWriter {
    func apply(
        _ batch: EventBatch, _ numbers: Range<Int>, _ raw: any RawRecords, _ tallies: inout [RecordFold.Tally]
    ) throws {
        // What was decided after the records of this batch were read still counts for them.
        if let decisions, decisions.count != heededCount { skips = SkipsAhead(decisions.all, positions) }
        var first = numbers.lowerBound
        if desk.marks.count == 0, skips.isEmpty {
            guard let failure = try fold.apply(batch, numbers, &tallies) else { return }
            try hold(failure, of: batch, raw, &tallies)
            first = failure.number + 1
        }
        try applyBesideHeld(batch, raw, first..<numbers.upperBound, &tallies)
    }

    /// How many records are looked at before they are applied: a record that fails may change what is found.
    private static let lookAheadRecords = 64

    private func applyBesideHeld(
        _ batch: EventBatch, _ raw: any RawRecords, _ numbers: Range<Int>, _ tallies: inout [RecordFold.Tally]
    ) throws {
        var number = numbers.lowerBound
        var isHashed = false
        while number < numbers.upperBound {
            if !isHashed, desk.marks.count > 0 {
                desk.hashKeys(of: raw)
                isHashed = true
            }
            let end = min(numbers.upperBound, number + ModelWriter.lookAheadRecords)
            let special = min(
                firstHeld(of: batch, number..<end), skips.isEmpty ? end : skips.first(of: batch, number..<end))
            if let failure = try fold.apply(batch, number..<special, &tallies) {
                try hold(failure, of: batch, raw, &tallies)
                number = failure.number + 1
                continue
            }
            if special < end { try applySpecial(special, of: batch, raw, &tallies) }
            number = special + (special < end ? 1 : 0)
        }
    }

    private func firstHeld(of batch: EventBatch, _ numbers: Range<Int>) -> Int {
        desk.firstHeld(of: batch, numbers) { fold.seen($0, in: batch) >= 0 }
    }

    /// Applies a record that may be skipped, or may have to wait behind others of its key.
    private func applySpecial(
        _ number: Int, of batch: EventBatch, _ raw: any RawRecords, _ tallies: inout [RecordFold.Tally]
    ) throws {
        let record = batch.records[number]
        let partition = Int(record.partition)
        if record.offset >= skips.next[partition], isSkipped(record, raw.record(number), partition) {
            tallies[partition].account.skipped += 1
            tallies[partition].delivered(record.offset)
            return
        }
        let mayWait = firstHeld(of: batch, number..<(number + 1)) == number
        if mayWait, try queue(record, number, of: batch, raw, &tallies) { return }
        if let failure = try fold.apply(batch, number..<(number + 1), &tallies) {
            try hold(failure, of: batch, raw, &tallies)
        }
    }

    /// Whether a skip names the record; one that names another at its place is told.
    private func isSkipped(_ record: EventRecord, _ raw: RawRecord, _ partition: Int) -> Bool {
        guard let hash = skips.take(partition: partition, offset: record.offset) else { return false }
        if hash == raw.hash { return true }
        tellUnheeded(positions[partition].topic, positions[partition].partition, record.offset)
        return false
    }

    private func tellUnheeded(_ topic: String, _ partition: Int32, _ offset: Int64) {
        for decision in decisions?.all ?? [] {
            guard case .skip(topic, partition, offset, _, _) = decision else { continue }
            onUnheeded(decision, "the log has another record there: the decision was made for another log")
        }
    }

    /// Lets a record wait if its key is held.
    private func queue(
        _ record: EventRecord, _ number: Int, of batch: EventBatch, _ raw: any RawRecords,
        _ tallies: inout [RecordFold.Tally]
    ) throws -> Bool {
        let partition = Int(record.partition)
        let number = try store {
            try desk.queue(
                record, raw.record(number), of: positions[partition],
                number: deliveryNumber(record, tallies, positions[partition]),
                before: { fold.seen(record, in: batch) }, seenAt: { (try? fold.note(record, in: batch)) ?? -1 })
        }
        guard number else { return false }
        tallies[partition].account.held += 1
        tallies[partition].delivered(record.offset)
        return true
    }

    private func hold(
        _ failure: RecordFold.Failure, of batch: EventBatch, _ raw: any RawRecords,
        _ tallies: inout [RecordFold.Tally]
    ) throws {
        let record = batch.records[failure.number]
        let partition = Int(record.partition)
        let position = positions[partition]
        let number = deliveryNumber(record, tallies, position)
        let excess = desk.excess(number: number)
        if excess != nil || mustStop(failure.fault, record) {
            throw StoppedRecord(
                fault: failure.fault, partition: partition, offset: record.offset, excess: excess,
                hash: raw.record(failure.number).hash)
        }
        try store {
            try desk.hold(record, raw.record(failure.number), of: position, fault: failure.fault, number: number)
        }
        tallies[partition].account.held += 1
        tallies[partition].delivered(record.offset)
        onHeld(HeldNotice(place: position.place(of: record.offset), fault: failure.fault))
    }

    /// How many records the generation was delivered up to this one; 0 if a failure of it does not count (R17).
    private func deliveryNumber(
        _ record: EventRecord, _ tallies: [RecordFold.Tally], _ position: PartitionPosition
    ) -> Int64 {
        let isFree = freely.contains {
            $0.topic == position.topic && $0.partition == position.partition && record.offset < $0.done
        }
        if isFree { return 0 }
        let before = positions.reduce(0) { $0 + $1.accounting.delivered }
        return tallies.reduce(before) { $0 + $1.account.delivered } + 1
    }

    /// Whether a fault is not of the record alone: which record meets it depends on the order of partitions, or all
    /// others meet it too.
    private func mustStop(_ fault: RecordFault, _ record: EventRecord) -> Bool {
        switch fault.code {
        case .truncateUnordered, .encodingMissing: return true
        case .overflow:
            guard record.fate == .event else { return false }
            return fold.programs[Int(record.source)].steps[Int(record.shape)].contains {
                projection.tables[$0.table].kind == .rekeyed
            }
        default: return false
        }
    }

    /// Runs what changes the table of held records; SQLite's errors name the file.
    func store<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let error as SQLiteError { throw ReadModelError(error, path: path) }
    }
}
