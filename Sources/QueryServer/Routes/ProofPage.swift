// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import ReadModel

/// How a new generation compares with the live one, as JSON: counts, and the first rows that differ.
struct ProofPage {
    let proof: Proof

    /// Appends it.
    func write(to buffer: inout JSONBuffer) {
        buffer.raw("{\"differences\":\(proof.differences),\"relations\":")
        buffer.list("[", proof.relations, "]") { ProofPage.write($1, to: &$0) }
        buffer.raw(",\"held_anew\":")
        ProofPage.write(proof.heldAnew, to: &buffer)
        buffer.raw(",\"left_out_keys\":")
        ProofPage.write(proof.leftOut, to: &buffer)
        buffer.raw("}")
    }

    private static func write(_ relation: Proof.Relation, to buffer: inout JSONBuffer) {
        buffer.raw("{\"name\":")
        buffer.string(relation.name)
        buffer.raw(",\"kind\":\"\(relation.kind.rawValue)\",\"live_rows\":\(relation.liveRows)")
        buffer.raw(",\"rows\":\(relation.rows),\"missing\":\(relation.missing),\"extra\":\(relation.extra)")
        buffer.raw(",\"changed\":\(relation.changed),\"left_out\":\(relation.leftOut)")
        buffer.raw(",\"much_smaller\":\(relation.isMuchSmaller)")
        if let reason = relation.notCompared {
            buffer.raw(",\"not_compared\":")
            buffer.string(reason)
        }
        buffer.raw(",\"examples\":")
        buffer.list("[", relation.examples, "]") { write($1, to: &$0) }
        buffer.raw("}")
    }

    private static func write(_ row: Proof.RowDifference, to buffer: inout JSONBuffer) {
        buffer.raw("{\"difference\":\"\(row.kind.rawValue)\",\"key\":")
        buffer.list("[", row.key, "]") { write(column: $1, to: &$0) }
        buffer.raw(",\"columns\":")
        buffer.list("[", row.columns, "]") { write(column: $1, to: &$0) }
        buffer.raw("}")
    }

    private static func write(column: Proof.RowDifference.Column, to buffer: inout JSONBuffer) {
        buffer.raw("{\"name\":")
        buffer.string(column.name)
        buffer.raw(",\"old\":")
        write(column.old, to: &buffer)
        buffer.raw(",\"new\":")
        write(column.new, to: &buffer)
        buffer.raw("}")
    }

    private static func write(_ text: String?, to buffer: inout JSONBuffer) {
        if let text { buffer.string(text) } else { buffer.raw("null") }
    }

    private static func write(_ keys: Proof.HeldKeys, to buffer: inout JSONBuffer) {
        buffer.raw("{\"count\":\(keys.count),\"first\":")
        buffer.list("[", keys.first, "]") { buffer, held in
            buffer.raw("{\"key\":")
            write(held.key, to: &buffer)
            buffer.raw(",\"record\":")
            buffer.string(held.place)
            buffer.raw(",\"code\":")
            buffer.string(held.code)
            buffer.raw("}")
        }
        buffer.raw("}")
    }
}
