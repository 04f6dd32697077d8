// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

@testable import Events

/// What a test makes of decoded records that no JSON source sends.
extension EventBatch {
    /// Changes one record.
    func change(_ index: Int, _ body: (inout EventRecord) -> Void) {
        unsafe body(&storage.pointee.records[index])
    }

    /// Makes one record a change that empties the table, with or without the cells of a tombstone.
    func makeTruncate(_ index: Int, keepsCells: Bool = false) {
        change(index) { record in
            record.rawFate = EventFate.truncate.rawValue
            if !keepsCells { record.cellCount = 0 }
        }
    }

    /// Makes the cells whose text is `mark` unavailable.
    func makeUnavailable(_ mark: String) {
        for index in 0..<cellCount {
            let cell = unsafe cells[index]
            guard cell.kind == .text || cell.kind == .bad else { continue }
            guard [mark, "\"\(mark)\""].contains(string(of: cell)) else { continue }
            unsafe cells[index] = Cell(payload: 0, length: 0, kind: .unavailable)
        }
    }
}
