// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Valid records, most of them spoilt, on the partitions of their keys.
package struct Mutants: Sendable {
    private var records: ValidRecords
    private var mutator: Mutator

    package init(seed: UInt64) throws {
        records = try ValidRecords(seed: seed)
        mutator = Mutator(seed: ~seed)
    }

    /// The next record.
    package mutating func next() -> Mutant {
        var record = records.next()
        mutator.mutate(&record)
        let sum = (record.key ?? []).reduce(UInt32(7)) { ($0 &* 31) &+ UInt32($1) }
        record.partition = Int32(sum % UInt32(MutantProjection.topics[record.source].partitions))
        return record
    }
}
