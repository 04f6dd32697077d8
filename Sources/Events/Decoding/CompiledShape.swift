// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CSimdJSON

/// The slots of a shape, parted into those of the body and all others.
struct CompiledShape {
    /// Where a slot outside the body is found.
    enum Origin {
        case keyColumn(reading: Int, column: Int)
        case key(node: UInt32)
        case header(Int)
        case time
        case offset
        case nothing
    }

    /// A slot outside the body.
    struct Other {
        var origin: Origin
        var type: csimdjson_type
        var cell: Int
    }

    var cellCount: Int
    /// The body's slots, as the document keeps them; nil if there are none.
    var selection: UInt32?
    /// The places of the others in the list that all shapes share: a list of each shape's own would be counted
    /// up and down at every record.
    var others: Range<Int>
    /// The arrays whose elements are read, as the document keeps them: numbers in a row.
    var arrays: Range<UInt32> = 0..<0
    /// The places of the slots that an upcast reads elsewhere, in the decoder's `alternatives`.
    var alternatives: Range<Int>

    init(
        _ slots: [DecodePlan.Slot], of plan: DecodePlan, body: borrowing JSONDocument, key: borrowing KeyReader,
        sharing all: inout [Other], _ alternatives: inout SlotAlternatives
    ) {
        self.alternatives = alternatives.add(slots, body: body)
        cellCount = slots.count
        let first = all.count
        var inBody: [csimdjson_slot] = []
        for (cell, slot) in slots.enumerated() {
            if let path = plan.bodyPath(of: slot.origin) {
                let node = body.node(for: path)
                inBody.append(csimdjson_slot(node: node, cell: UInt32(cell), type: slot.type.code))
            } else {
                let origin = Origin(slot.origin, of: plan, key: key)
                all.append(Other(origin: origin, type: slot.type.code, cell: cell))
            }
        }
        others = first..<all.count
        if !inBody.isEmpty { selection = body.select(inBody) }
    }
}

extension CompiledShape.Origin {
    fileprivate init(_ origin: DecodePlan.Origin, of plan: DecodePlan, key: borrowing KeyReader) {
        switch origin {
        case .body: self = .nothing
        case .keyColumn(let reading, let column): self = .keyColumn(reading: reading, column: column)
        case .key(let path): self = .key(node: key.node(for: path))
        case .header(let index): self = .header(index)
        case .offset: self = .offset
        case .each, .index, .source, .nothing: self = .nothing
        case .type: if case .header(let index) = plan.type { self = .header(index) } else { self = .nothing }
        case .time: if case .header(let index) = plan.time { self = .header(index) } else { self = .time }
        }
    }
}

extension DecodePlan {
    /// The field of the body where a slot is found, if it is found there.
    func bodyPath(of origin: Origin) -> EventPath? {
        switch origin {
        case .body(let path): return path
        case .type: if case .body(let path) = type { return path }
        case .time: if case .body(let path) = time { return path }
        default: break
        }
        return nil
    }
}
