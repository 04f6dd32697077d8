// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CSimdJSON

extension JSONDocument {
    /// Keeps the arrays of a shape with the slots of their elements, and gives their numbers, which are in a row.
    func select(_ arrays: [DecodePlan.ArrayReading], of plan: DecodePlan) -> Range<UInt32> {
        let numbers = arrays.map { select($0, of: plan) }
        return numbers.first.map { $0..<$0 + UInt32(numbers.count) } ?? 0..<0
    }

    private func select(_ array: DecodePlan.ArrayReading, of plan: DecodePlan) -> UInt32 {
        let paths = ([array.path] + array.otherwise).compactMap { plan.bodyPath(of: .body($0)) }
        let nodes = paths.map { node(for: $0) }
        let root = self.root()
        let slots = array.slots.enumerated().map { cell, slot in
            csimdjson_slot(node: elementNode(slot.origin, below: root), cell: UInt32(cell), type: slot.type.code)
        }
        return select(nodes, root, slots)
    }

    /// Fills the cells of an array, the first of which is at `cell`, and gives their number.
    func fillArray(_ array: UInt32, at cell: Int, of batch: EventBatch) -> Int {
        while true {
            let capacity = batch.cellCapacity - cell
            var used = 0
            unsafe batch.write(at: cell) { unsafe fill(array, capacity, &used, $0) }
            if used <= capacity { return used }
            batch.reserveCells(used)
        }
    }

    private func elementNode(_ origin: DecodePlan.Origin, below root: UInt32) -> UInt32 {
        switch origin {
        case .each(let path): node(for: path, below: root)
        case .index: CSIMDJSON_NODE_INDEX
        // A place of its own, where nothing is ever found.
        default: self.root()
        }
    }
}
