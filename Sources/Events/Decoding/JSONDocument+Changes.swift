// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CSimdJSON

/// Documents of Kafka Connect and Debezium.
extension JSONDocument {
    /// Whether an object of `schema` and `payload`, as Kafka Connect writes it, stands for its payload.
    enum Unwrapping: Int32 {
        case never = 0
        /// Whatever the two are.
        case loosely = 1
        /// If the schema is one of Kafka Connect; the payload must then be an object.
        case strictly = 2
    }

    /// Reads values as Debezium writes them from now on (R18).
    func readChanges(_ reading: DebeziumReading) {
        unsafe csimdjson_document_read_changes(handle, reading.decimals.code, reading.times.code)
    }

    /// Says which field of a change is the row's image, once all nodes are made.
    func setImage(_ node: UInt32) {
        unsafe csimdjson_document_set_image(handle, node)
    }

    /// Fixes the unit of the moment at a node by its name: `ts_ms`, `ts_us`, `ts_ns`.
    func setMoment(_ node: UInt32, named name: String) {
        let unit =
            switch name.suffix(3) {
            case "_ms": CSIMDJSON_ENCODING_MS
            case "_us": CSIMDJSON_ENCODING_US
            case "_ns": CSIMDJSON_ENCODING_NS
            default: nil as Int?
            }
        if let unit { unsafe csimdjson_document_set_encoding(handle, node, UInt8(unit)) }
    }

    /// The letter of the change read last, `h` for a heartbeat or the like, 0 if it is none.
    var change: UInt8 { UInt8(bitPattern: unsafe csimdjson_document_change(handle)) }

    /// The first byte of the value at a node, which tells its kind; 0 if there is none.
    func first(_ node: UInt32) -> UInt8 { unsafe csimdjson_document_first(handle, node) }

    /// Whether the value at a node is a string of this text.
    func equals(_ node: UInt32, _ text: StaticString) -> Bool {
        unsafe csimdjson_document_equals(handle, node, text.utf8Start, text.utf8CodeUnitCount) != 0
    }
}

extension DebeziumReading.Decimals? {
    fileprivate var code: UInt8 {
        switch self {
        case nil: UInt8(CSIMDJSON_DECIMALS_UNSAID)
        case .text: UInt8(CSIMDJSON_DECIMALS_TEXT)
        case .base64: UInt8(CSIMDJSON_DECIMALS_BASE64)
        case .number: UInt8(CSIMDJSON_DECIMALS_NUMBER)
        }
    }
}

extension DebeziumReading.Times? {
    fileprivate var code: UInt8 {
        switch self {
        case nil: UInt8(CSIMDJSON_TIMES_UNSAID)
        case .adaptive: UInt8(CSIMDJSON_TIMES_ADAPTIVE)
        case .connect: UInt8(CSIMDJSON_TIMES_CONNECT)
        case .micros: UInt8(CSIMDJSON_TIMES_MICROS)
        case .nanos: UInt8(CSIMDJSON_TIMES_NANOS)
        }
    }
}
