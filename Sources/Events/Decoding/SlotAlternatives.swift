// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CSimdJSON

/// Where slots of the body are found when nothing is at their own path, and what they are then: an upcast's doing.
@safe
struct SlotAlternatives: ~Copyable {
    // Proof of safe: the batch of constants lives as long as this, and is not filled after init.

    private struct Entry {
        var cell: Int
        var type: csimdjson_type
        /// The places in `nodes`, the slot's own first.
        var nodes: Range<Int>
        /// The place of the constant in `constants`; nil for NULL.
        var constant: Int?
    }

    private var entries: [Entry] = []
    private var nodes: [UInt32] = []
    private let constants = EventBatch()

    /// Takes in a shape's slots that have alternatives, and gives their places.
    mutating func add(_ slots: [DecodePlan.Slot], body: borrowing JSONDocument) -> Range<Int> {
        let first = entries.count
        for (cell, slot) in slots.enumerated() where !slot.otherwise.isEmpty || slot.missing != nil {
            let start = nodes.count
            if case .body(let path) = slot.origin { nodes.append(body.node(for: path)) }
            nodes += slot.otherwise.map { body.node(for: $0) }
            entries.append(
                Entry(
                    cell: cell, type: slot.type.code, nodes: start..<nodes.count,
                    constant: slot.missing.map { constant($0, as: slot.type) }))
        }
        return first..<entries.count
    }

    /// Fills those cells of a record whose own path has nothing; the first of its cells is at `first`.
    func fill(_ places: Range<Int>, of body: borrowing JSONDocument, at first: Int, in batch: EventBatch) {
        for place in places {
            let entry = entries[place]
            if let own = entry.nodes.first, body.has(nodes[own]) { continue }
            if let found = entry.nodes.first(where: { body.has(nodes[$0]) }) {
                body.convert(nodes[found], as: entry.type, at: first + entry.cell, of: batch)
            } else if let constant = entry.constant {
                batch.copy(constant, of: constants, to: first + entry.cell)
            }
        }
    }

    /// Keeps what a JSON text is as a value of `type`.
    private func constant(_ json: String, as type: ValueType) -> Int {
        let document = JSONDocument()
        let node = document.node(for: EventPath([.field("value")]))
        let cell = constants.reserveCells(1)
        var text = "{\"value\":\(json)}"
        text.withUTF8 { bytes in
            let fault = unsafe document.read(UnsafeRawBufferPointer(bytes), unwrap: false)
            if fault == .none {
                document.convert(node, as: type.code, at: cell, of: constants)
            } else {
                unsafe constants.setBad(cell, fault, excerptOf: UnsafeRawBufferPointer(bytes))
            }
        }
        constants.countCells(1)
        return cell
    }
}
