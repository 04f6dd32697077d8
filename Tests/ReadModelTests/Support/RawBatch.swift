// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events

/// The bytes of a batch of a test's records.
final class RawBatch: RawRecords {
    var records: [RawRecord] = []

    func hashKeys(into hashes: inout [UInt64]) { hashes = records.map(\.keyHash) }

    func record(_ number: Int) -> RawRecord { records[number] }
}

extension RawRecord {
    /// The bytes of a test's record.
    init(_ record: Record) {
        let (key, value) = (record.key.map { Array($0.utf8) }, record.value.map { Array($0.utf8) })
        let headers = record.type.map { [Header(name: "type", value: Array($0.utf8))] } ?? []
        unsafe self.init(key: key?.span.bytes, value: value?.span.bytes, headers: headers)
    }
}
