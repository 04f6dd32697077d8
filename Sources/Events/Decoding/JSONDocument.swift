// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CSimdJSON

/// The owner of the shim's document: wanted places, and where they are in the document read last.
///
/// One thread's. What is read is lent: it must stay until the cells that are wanted of it are filled.
@safe
struct JSONDocument: ~Copyable {
    // Proof of safe: the handle lives from init to deinit and never leaves this type; the bytes that it borrows
    // between a read and the conversions after it are kept by the decoder's own call, inside whose closures both
    // happen.
    let handle: OpaquePointer

    init() {
        unsafe handle = csimdjson_document_create()
    }

    deinit {
        unsafe csimdjson_document_destroy(handle)
    }

    /// The node of a path, made if there is none yet.
    func node(for path: EventPath, below root: UInt32 = 0) -> UInt32 {
        var node = root
        for step in path.steps {
            switch step {
            case .field(let name):
                let bytes = Array(name.utf8)
                node = unsafe csimdjson_document_field(handle, node, bytes, bytes.count)
            case .element(let index):
                node = unsafe csimdjson_document_element(handle, node, UInt32(index))
            }
        }
        return node
    }

    /// A node below nothing, for what is read apart from the document's root.
    func root() -> UInt32 { unsafe csimdjson_document_root(handle) }

    /// Keeps an array at the first of `nodes` that a document holds, with the slots of each element below `root`.
    func select(_ nodes: [UInt32], _ root: UInt32, _ slots: [csimdjson_slot]) -> UInt32 {
        unsafe csimdjson_document_select_array(handle, nodes, nodes.count, root, slots, slots.count)
    }

    /// Fills an array's cells if they are no more than `capacity`; `used` is their number.
    func fill(
        _ array: UInt32, _ capacity: Int, _ used: inout Int, _ output: UnsafeMutablePointer<csimdjson_output>
    ) -> Int {
        unsafe csimdjson_document_fill_array(handle, array, capacity, &used, output)
    }

    /// Keeps slots that are filled together, and gives their number.
    func select(_ slots: [csimdjson_slot]) -> UInt32 {
        unsafe csimdjson_document_select(handle, slots, slots.count)
    }

    /// Checks a JSON object and finds the wanted places in it.
    func read(_ bytes: UnsafeRawBufferPointer, unwrap: Unwrapping) -> ConversionFault {
        let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        return ConversionFault(raw: unsafe csimdjson_document_read(handle, start, bytes.count, unwrap.rawValue))
    }

    /// The number of the root's fields, or -1 where a payload is no object.
    var fieldCount: Int { Int(unsafe csimdjson_document_field_count(handle)) }

    /// Whether the document holds a value at `node`, be it null.
    func has(_ node: UInt32) -> Bool { unsafe csimdjson_document_has(handle, node) != 0 }

    /// Fills a selection's cells, the first of which is at `cell`.
    func fill(_ selection: UInt32, at cell: Int, of batch: EventBatch) {
        unsafe batch.write(at: cell) { unsafe csimdjson_document_fill(handle, selection, $0) }
    }

    /// Fills one cell with the value at `node`.
    func convert(_ node: UInt32, as type: csimdjson_type, at cell: Int, of batch: EventBatch) {
        unsafe batch.write(at: cell) { unsafe csimdjson_document_convert(handle, node, type, $0) }
    }

    /// Fills one cell with plain text.
    func convert(text: UnsafeRawBufferPointer, as type: csimdjson_type, at cell: Int, of batch: EventBatch) {
        let start = unsafe text.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe batch.write(at: cell) {
            unsafe csimdjson_document_convert_text(handle, start, text.count, type, $0)
        }
    }

    /// Fills one cell with a JSON scalar.
    func convert(scalar: UnsafeRawBufferPointer, as type: csimdjson_type, at cell: Int, of batch: EventBatch) {
        let start = unsafe scalar.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe batch.write(at: cell) {
            unsafe csimdjson_document_convert_scalar(handle, start, scalar.count, type, $0)
        }
    }

    /// Converts plain text outside a batch.
    func convert(text: UnsafeBufferPointer<UInt8>, as type: csimdjson_type) -> Result<StoredValue, ConversionFault> {
        // A value takes no more bytes than its text, but for a timestamp and an excerpt.
        let capacity = text.count + 64
        return unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { arena in
            var cell = csimdjson_cell()
            let missing = unsafe withUnsafeMutablePointer(to: &cell) { cells in
                var output = unsafe csimdjson_output(
                    cells: cells, arena: arena.baseAddress, arena_count: 0, arena_capacity: capacity)
                return unsafe csimdjson_document_convert_text(handle, text.baseAddress, text.count, type, &output)
            }
            precondition(missing == 0, "a converted text took more bytes than it may")
            return unsafe StoredValue.result(cell, texts: UnsafeBufferPointer(arena))
        }
    }
}

extension ConversionFault {
    /// The fault of a raw value from the shim.
    init(raw: UInt8) {
        self = ConversionFault(rawValue: raw) ?? .notJSON
    }
}

extension StoredValue {
    fileprivate static func result(
        _ cell: csimdjson_cell, texts: UnsafeBufferPointer<UInt8>
    ) -> Result<StoredValue, ConversionFault> {
        let place = Int(cell.payload)
        switch CellKind(rawValue: cell.kind) {
        case .integer: return .success(.integer(cell.payload))
        case .real: return .success(.real(Double(bitPattern: UInt64(bitPattern: cell.payload))))
        case .text:
            let bytes = unsafe texts[place..<place + Int(cell.length)]
            return .success(.text(unsafe String(decoding: bytes, as: UTF8.self)))
        case .blob: return .success(.blob(unsafe Array(texts[place..<place + Int(cell.length)])))
        case .bad: return .failure(ConversionFault(raw: cell.fault))
        case .unavailable: return .failure(.wrongType)
        case .null, nil: return .success(.null)
        }
    }
}
