// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CSimdJSON

/// Makes cells of one source's records, by a plan.
///
/// One thread's; one decoder for each source. What a record's bytes are read for is copied, so they need to stay only
/// for the call. Nothing is allocated for a record but where it is larger than any before.
@safe
public final class RecordDecoder {
    // Proof of safe: the record's bytes are lent by the spans for the time of `decode`, in whose closures the
    // documents that borrow them are read and asked; no pointer is kept.

    /// Where the event's type, or its id, is found.
    private enum TextOrigin {
        case none
        case header(Int)
        case body(node: UInt32)

        init(_ selector: DecodePlan.TypeSelector, in body: borrowing JSONDocument) {
            switch selector {
            case .none: self = .none
            case .header(let index): self = .header(index)
            case .body(let path): self = .body(node: body.node(for: path))
            }
        }
    }

    private let source: UInt16
    let body: JSONDocument
    private let text = JSONDocument()
    private let key: KeyReader
    private let types: EventTypes
    private let typeOrigin: TextOrigin
    private let idOrigin: TextOrigin?
    private let shapes: [CompiledShape]
    private let tombstone: CompiledShape
    /// What is read of a change that deletes or empties.
    private let removal: CompiledShape
    private let others: [CompiledShape.Other]
    private let alternatives: SlotAlternatives
    private let envelope: Envelope
    private let unwrap: JSONDocument.Unwrapping
    private let modes: CloudEventMode?
    private let hasHeaders: Bool
    private var headers: HeaderValues

    /// Makes a decoder for `plan`.
    public convenience init(plan: DecodePlan) {
        switch plan.format {
        case .json: self.init(plan, .none)
        case .debezium(let reading): self.init(plan, .change(reading))
        case .cloudEvents: self.init(plan, .none, modes: CloudEventMode(plan))
        }
    }

    /// Makes a decoder of bodies that stand in `envelope`.
    init(_ plan: DecodePlan, _ envelope: Envelope, modes: CloudEventMode? = nil) {
        let plan = envelope.place(plan)
        let body = JSONDocument()
        envelope.prepare(body)
        let key = KeyReader(plan.keys, format: plan.format)
        var shapes: [CompiledShape] = []
        var others: [CompiledShape.Other] = []
        var alternatives = SlotAlternatives()
        for shape in plan.shapes {
            var compiled = CompiledShape(
                shape.slots, of: plan, body: body, key: key, sharing: &others, &alternatives)
            compiled.arrays = body.select(shape.arrays, of: plan)
            shapes.append(compiled)
        }
        let ofRecord = plan.withRecordTime
        let ofRemoval = envelope.hasTimeOfRemoval(plan) ? plan : ofRecord
        tombstone = CompiledShape(
            plan.tombstone, of: ofRecord, body: body, key: key, sharing: &others, &alternatives)
        removal = CompiledShape(
            plan.tombstone, of: ofRemoval, body: body, key: key, sharing: &others, &alternatives)
        self.shapes = shapes
        self.envelope = envelope
        self.modes = modes
        unwrap = envelope.unwrapping(plan)
        self.others = others
        self.alternatives = alternatives
        hasHeaders = !plan.headers.isEmpty
        typeOrigin = TextOrigin(plan.type, in: body)
        idOrigin = plan.id == .none ? nil : TextOrigin(plan.id, in: body)
        source = plan.source
        types = EventTypes(plan.shapes)
        headers = HeaderValues(count: plan.headers.count)
        envelope.finish(body, for: plan)
        self.body = body
        self.key = key
    }

    /// Gives the value of a header, by its index in the plan's `headers`, for the next call of `decode` alone.
    ///
    /// Of a header given more than once, the last counts; a header that is not given, or is null, is absent.
    public func setHeader(_ index: Int, _ bytes: RawSpan?) {
        if let bytes {
            headers.set(index, bytes)
        } else {
            headers.forget(index)
        }
        modes?.structured.setHeader(index, bytes)
    }

    /// Gives the value of a header, by its index in the plan's `headers`, for the next call of `decode` alone.
    public func setHeader(_ index: Int, copying bytes: [UInt8]) {
        setHeader(index, unsafe bytes.span.bytes)
    }

    /// Appends one record to `batch`, with its cells.
    ///
    /// A record without a value is a tombstone. A record that no shape is for is ignored, its value not even read if
    /// the type is in a header. The value of any other is checked to be one JSON object, and unreadable if it is
    /// none. `partition` is the place in the projection's own list of partitions.
    public func decode(
        key: RawSpan?, value: RawSpan?, offset: Int64, timestampMs: Int64, partition: UInt16,
        into batch: EventBatch
    ) {
        let record = EventRecord(
            offset: offset, timestampMs: timestampMs, firstCell: UInt32(batch.cellCount), cellCount: 0,
            source: source, partition: partition, shape: 0, fate: .event)
        unsafe lend(key) { keyBytes in
            unsafe lend(value) { unsafe decode(record, key: keyBytes, value: $0, into: batch) }
        }
        if hasHeaders { forgetHeaders() }
    }

    private func forgetHeaders() {
        headers.forgetAll()
        modes?.structured.forgetHeaders()
    }

    private func decode(
        _ record: EventRecord, key: UnsafeRawBufferPointer?, value: UnsafeRawBufferPointer?, into batch: EventBatch
    ) {
        var record = record
        guard let value = unsafe value else {
            record.rawFate = EventFate.tombstone.rawValue
            unsafe fillOthers(of: tombstone, &record, key: key, batch)
            return batch.append(record)
        }
        if let modes {
            switch modes.mode(headers) {
            case .binary: break
            case .structured: return unsafe modes.structured.decode(record, key: key, value: value, into: batch)
            case .faulty(let fault):
                unsafe batch.setUnreadable(&record, fault, excerptOf: value)
                return batch.append(record)
            }
        }
        if let shape = unsafe findShape(of: value, &record, batch) {
            record.shape = UInt16(shape)
            unsafe fill(shapes[shape], &record, key: key, batch)
            if let idOrigin { unsafe identify(idOrigin, &record, key: key, batch) }
        } else if record.fate == .tombstone || record.fate == .truncate {
            unsafe fill(removal, &record, key: key, batch)
        }
        batch.append(record)
    }

    /// Fills a record's cells.
    private func fill(
        _ shape: CompiledShape, _ record: inout EventRecord, key: UnsafeRawBufferPointer?, _ batch: EventBatch
    ) {
        if let selection = shape.selection {
            batch.reserveCells(shape.cellCount)
            body.fill(selection, at: Int(record.firstCell), of: batch)
        }
        unsafe fillOthers(of: shape, &record, key: key, batch)
        alternatives.fill(shape.alternatives, of: body, at: Int(record.firstCell), in: batch)
        for array in shape.arrays { fillArray(array, &record, batch) }
    }

    /// Adds the cells of an array and its elements.
    private func fillArray(_ array: UInt32, _ record: inout EventRecord, _ batch: EventBatch) {
        batch.reserveCells(1)
        let count = body.fillArray(array, at: batch.cellCount, of: batch)
        record.cellCount += UInt32(count)
        batch.countCells(count)
    }

    /// Finds a record's shape and reads its value; without one, `record` is ignored or unreadable.
    private func findShape(of value: UnsafeRawBufferPointer, _ record: inout EventRecord, _ batch: EventBatch) -> Int? {
        var shape: Int?
        switch typeOrigin {
        case .none: shape = types.other
        case .header(let index): shape = unsafe headers.withValue(index) { unsafe types.shape(of: $0) }
        case .body: break
        }
        if shape == nil, case .body = typeOrigin {
        } else if shape == nil, !envelope.isChange {
            record.rawFate = EventFate.ignored.rawValue
            return nil
        }
        var fault = unsafe body.read(value, unwrap: unwrap)
        if fault == .none { fault = envelope.judge(body, &record) }
        guard fault == .none else {
            unsafe batch.setUnreadable(&record, fault, excerptOf: value)
            return nil
        }
        guard record.fate == .event else { return nil }
        guard case .body(let node) = typeOrigin else {
            if shape == nil { record.rawFate = EventFate.ignored.rawValue }
            return shape
        }
        return unsafe findShape(atNode: node, of: value, &record, batch)
    }

    /// The shape by the type in the body.
    private func findShape(
        atNode node: UInt32, of value: UnsafeRawBufferPointer, _ record: inout EventRecord, _ batch: EventBatch
    ) -> Int? {
        let arenaCount = batch.arenaCount
        let cell = batch.reserveCells(1)
        body.convert(node, as: ValueType.text.code, at: cell, of: batch)
        if batch.isBad(cell) {
            batch.truncateArena(to: arenaCount)
            unsafe batch.setUnreadable(&record, .typeMissing, excerptOf: value)
            return nil
        }
        let shape = unsafe batch.withText(at: cell) { unsafe types.shape(of: $0) }
        batch.truncateArena(to: arenaCount)
        if shape == nil { record.rawFate = EventFate.ignored.rawValue }
        return shape
    }

    /// Adds the two cells of the event's identity, NULL if it has no id (R14).
    private func identify(
        _ origin: TextOrigin, _ record: inout EventRecord, key: UnsafeRawBufferPointer?, _ batch: EventBatch
    ) {
        let cell = batch.reserveCells(2)
        let arenaCount = batch.arenaCount
        var identity: EventIdentity?
        switch origin {
        case .none: break
        case .header(let index):
            identity = unsafe headers.withValue(index) { id in unsafe id.map { unsafe EventIdentity(key: key, id: $0) }
            }
        case .body(let node):
            body.convert(node, as: ValueType.text.code, at: cell, of: batch)
            if !batch.isBad(cell) {
                identity = unsafe batch.withText(at: cell) { id in
                    unsafe id.map { unsafe EventIdentity(key: key, id: $0) }
                }
            }
        }
        batch.truncateArena(to: arenaCount)
        batch.setIdentity(identity, at: cell)
        record.cellCount += 2
        batch.countCells(2)
    }

    /// Fills the cells that are not in the body, and counts all of them in.
    private func fillOthers(
        of shape: CompiledShape, _ record: inout EventRecord, key: UnsafeRawBufferPointer?,
        _ batch: EventBatch
    ) {
        let first = batch.reserveCells(shape.cellCount)
        var form = KeyReader.Form.unread
        for index in shape.others {
            let slot = others[index]
            let cell = first + slot.cell
            switch slot.origin {
            case .keyColumn(let reading, let column):
                unsafe self.key.fill(reading: reading, column: column, of: key, &form, at: cell, in: batch)
            case .key(let node): unsafe self.key.fill(node: node, type: slot.type, of: key, &form, at: cell, in: batch)
            case .header(let index): fillHeader(index, as: slot.type, at: cell, batch)
            case .time: fillTime(record.timestampMs, as: slot.type, at: cell, batch)
            case .offset: fillNumber(record.offset, as: slot.type, at: cell, batch)
            case .nothing: batch.setNull(cell)
            }
        }
        record.cellCount = UInt32(shape.cellCount)
        batch.countCells(shape.cellCount)
    }

    private func fillHeader(_ index: Int, as type: csimdjson_type, at cell: Int, _ batch: EventBatch) {
        unsafe headers.withValue(index) { value in
            if let value = unsafe value {
                unsafe text.convert(text: value, as: type, at: cell, of: batch)
            } else {
                batch.setNull(cell)
            }
        }
    }

    /// The record's Kafka timestamp, which is missing if negative.
    private func fillTime(_ ms: Int64, as type: csimdjson_type, at cell: Int, _ batch: EventBatch) {
        if ms < 0 { return batch.setNull(cell) }
        if Int(type.type) == CSIMDJSON_TYPE_TIMESTAMP, type.canonical == 0, batch.setTimestamp(cell, ms: ms) { return }
        fillNumber(ms, as: type, at: cell, batch)
    }

    private func fillNumber(_ number: Int64, as type: csimdjson_type, at cell: Int, _ batch: EventBatch) {
        if Int(type.type) == CSIMDJSON_TYPE_INTEGER { return batch.setInteger(cell, number) }
        var digits = String(number)
        digits.withUTF8 {
            unsafe text.convert(text: UnsafeRawBufferPointer($0), as: type, at: cell, of: batch)
        }
    }
}

/// Lends the bytes of a span that may be missing.
private func lend(_ span: RawSpan?, _ body: (UnsafeRawBufferPointer?) -> Void) {
    if let span {
        unsafe span.withUnsafeBytes { unsafe body($0) }
    } else {
        body(nil)
    }
}
