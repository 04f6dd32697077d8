// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events

/// What a cell holds, with its text.
enum Reading: Hashable, CustomStringConvertible {
    case value(StoredValue)
    case bad(ConversionFault, String)

    static let null = Reading.value(.null)

    static func text(_ text: String) -> Reading { .value(.text(text)) }
    static func integer(_ value: Int64) -> Reading { .value(.integer(value)) }

    var fault: ConversionFault? {
        if case .bad(let fault, _) = self { fault } else { nil }
    }

    var description: String {
        switch self {
        case .value(let value): "\(value)"
        case .bad(let fault, let excerpt): "bad(\(fault), \(excerpt))"
        }
    }
}

/// A decoded record with its cells.
struct Decoded: Hashable {
    var fate: EventFate
    var fault: ConversionFault
    var shape: Int
    var cells: [Reading]
}

extension EventBatch {
    func reading(of cell: Cell) -> Reading {
        switch cell.kind {
        case .null: .null
        case .integer: .integer(cell.payload)
        case .real: .value(.real(cell.real))
        case .text: .text(string(of: cell))
        case .blob: .value(.blob(bytes(of: cell)))
        case .bad, .unavailable: .bad(ConversionFault(rawValue: cell.rawFault) ?? .none, string(of: cell))
        }
    }

    func bytes(of cell: Cell) -> [UInt8] {
        let start = Int(cell.payload)
        return (start..<start + Int(cell.length)).map { unsafe arena[$0] }
    }

    func decoded(_ index: Int) -> Decoded {
        let record = records[index]
        let first = Int(record.firstCell)
        let cells = (first..<first + Int(record.cellCount)).map { reading(of: unsafe self.cells[$0]) }
        return Decoded(
            fate: record.fate, fault: ConversionFault(rawValue: record.rawFault) ?? .none, shape: Int(record.shape),
            cells: cells)
    }
}

extension RecordDecoder {
    /// Decodes one record into a batch of its own.
    func decode(
        key: [UInt8]? = nil, value: [UInt8]?, offset: Int64 = 0, timestampMs: Int64 = 0, headers: [Int: String] = [:]
    ) -> Decoded {
        let batch = EventBatch()
        append(key: key, value: value, offset: offset, timestampMs: timestampMs, headers: headers, to: batch)
        return batch.decoded(0)
    }

    func append(
        key: [UInt8]? = nil, value: [UInt8]?, offset: Int64 = 0, timestampMs: Int64 = 0,
        headers: [Int: String] = [:], to batch: EventBatch
    ) {
        for (index, header) in headers {
            let bytes = Array(header.utf8)
            unsafe setHeader(index, bytes.span.bytes)
        }
        unsafe decode(
            key: key?.span.bytes, value: value?.span.bytes, offset: offset, timestampMs: timestampMs, partition: 3,
            into: batch)
    }

    func decode(key: String? = nil, _ value: String, headers: [Int: String] = [:]) -> Decoded {
        decode(key: key.map { Array($0.utf8) }, value: Array(value.utf8), headers: headers)
    }
}

/// A plan with one shape for all records.
func plan(_ slots: [DecodePlan.Slot], keys: [DecodePlan.KeyReading] = []) -> DecodePlan {
    DecodePlan(source: 7, keys: keys, shapes: [DecodePlan.Shape(eventType: nil, slots: slots)])
}

/// A slot of a body's field, by its reference.
func slot(_ path: String, _ type: ValueType) throws -> DecodePlan.Slot {
    DecodePlan.Slot(origin: .body(try EventPath(parsing: path)), type: type)
}

/// The cells of one document's fields.
func read(_ document: String, _ fields: (String, ValueType)...) throws -> [Reading] {
    let decoder = RecordDecoder(plan: plan(try fields.map { try slot($0.0, $0.1) }))
    let decoded = decoder.decode(document)
    return decoded.fate == .unreadable ? [.bad(decoded.fault, "unreadable")] : decoded.cells
}
