// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CSimdJSON

/// Reads a record's key by rule R9, once a record and only if a slot wants it.
///
/// A key that starts with `"` is a JSON string and one that starts with `{` is a JSON object; any other is plain text.
@safe
struct KeyReader: ~Copyable {
    // Proof of safe: the key's bytes are lent for the time of one call, and `JSONDocument` is asked only for what it
    // read of the same bytes in the same call of the decoder, as its form says.

    /// What a record's key turned out to be.
    enum Form {
        case unread
        case missing
        case plain
        case string
        case object
        /// The payload of a Connect envelope that is no object.
        case payload
        case faulty(ConversionFault)
    }

    private struct Column {
        var node: UInt32
        var type: csimdjson_type
    }

    private struct Reading {
        var columns: [Column]
        var nodes: [UInt32]
        var allowsScalar: Bool
    }

    private let document: JSONDocument
    private let text = JSONDocument()
    private let readings: [Reading]
    private let unwrap: JSONDocument.Unwrapping

    init(_ keys: [DecodePlan.KeyReading], format: DecodePlan.Format) {
        let document = JSONDocument()
        var isCanonical = true
        if case .debezium(let reading) = format {
            // Debezium writes each value in one way, though not in ours.
            isCanonical = false
            document.readChanges(reading)
        }
        readings = keys.map { key in
            Reading(
                columns: key.columns.map {
                    Column(node: document.node(for: $0.path), type: $0.type.code(canonical: isCanonical))
                },
                nodes: key.firstSteps.map { document.node(for: EventPath([$0])) },
                allowsScalar: key.allowsScalar && key.columns.count == 1)
        }
        let envelope = Set([EventPath.Step.field("schema"), .field("payload")])
        unwrap = keys.contains { $0.firstSteps == envelope } ? .never : .loosely
        self.document = document
    }

    func node(for path: EventPath) -> UInt32 { document.node(for: path) }

    /// Fills the cell of a table's key column.
    func fill(
        reading: Int, column: Int, of key: UnsafeRawBufferPointer?, _ form: inout Form, at cell: Int,
        in batch: EventBatch
    ) {
        unsafe read(key, &form)
        let columns = readings[reading].columns
        let target = columns[column]
        switch form {
        case .plain where readings[reading].allowsScalar:
            if let key = unsafe key { unsafe text.convert(text: key, as: target.type, at: cell, of: batch) }
        case .string where readings[reading].allowsScalar:
            if let key = unsafe key { unsafe text.convert(scalar: key, as: target.type, at: cell, of: batch) }
        case .payload where readings[reading].allowsScalar:
            document.convert(0, as: target.type, at: cell, of: batch)
        case .object where hasFields(of: readings[reading]):
            document.convert(target.node, as: target.type, at: cell, of: batch)
        case .plain, .string, .payload, .object: unsafe batch.setBad(cell, .keyFields, excerptOf: key)
        case .faulty(let fault): unsafe batch.setBad(cell, fault, excerptOf: key)
        case .missing, .unread: unsafe batch.setBad(cell, .keyMissing, excerptOf: key)
        }
        if batch.isNull(cell) { unsafe batch.setBad(cell, .keyMissing, excerptOf: key) }
    }

    /// Fills a cell with the key as such (node 0), or with a field of it.
    func fill(
        node: UInt32, type: csimdjson_type, of key: UnsafeRawBufferPointer?, _ form: inout Form, at cell: Int,
        in batch: EventBatch
    ) {
        unsafe read(key, &form)
        switch form {
        case .object:
            let isText = Int(type.type) == CSIMDJSON_TYPE_TEXT
            let whole = node == 0 && isText ? ValueType.json.code : type
            document.convert(node, as: whole, at: cell, of: batch)
        case .payload: document.convert(node, as: type, at: cell, of: batch)
        case .faulty(let fault): unsafe batch.setBad(cell, fault, excerptOf: key)
        case .plain where node == 0:
            if let key = unsafe key { unsafe text.convert(text: key, as: type, at: cell, of: batch) }
        case .string where node == 0:
            if let key = unsafe key { unsafe text.convert(scalar: key, as: type, at: cell, of: batch) }
        case .plain, .string, .missing, .unread: batch.setNull(cell)
        }
    }

    private func read(_ key: UnsafeRawBufferPointer?, _ form: inout Form) {
        guard case .unread = form else { return }
        guard let key = unsafe key else {
            form = .missing
            return
        }
        switch unsafe key.first {
        case UInt8(ascii: "\""): form = .string
        case UInt8(ascii: "{"):
            let fault = unsafe document.read(key, unwrap: unwrap)
            form = fault != .none ? .faulty(fault) : document.fieldCount < 0 ? .payload : .object
        default: form = .plain
        }
    }

    /// Whether the key's object has the fields of a reading and no others.
    private func hasFields(of reading: Reading) -> Bool {
        document.fieldCount == reading.nodes.count && reading.nodes.allSatisfy { document.has($0) }
    }
}

extension DecodePlan.KeyReading {
    fileprivate var firstSteps: Set<EventPath.Step> { Set(columns.compactMap(\.path.steps.first)) }
}
