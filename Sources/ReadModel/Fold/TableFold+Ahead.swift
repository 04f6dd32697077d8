// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import SQLite

extension TableFold {
    /// How far a pass over the changed rows is that writes ended versions before the transaction's end.
    struct Ahead {
        /// The next row, by its place among the changed ones.
        var next = 0
        /// The changed rows when the pass began, which it goes through in the order of their keys.
        var count = 0
        /// The bytes of ended versions when it began.
        var began = 0
    }

    /// Writes ended versions of some rows, which nothing changes any more; false if fewer than `bytesMin` came since
    /// the last pass began.
    func writeAhead(bytesMin: Int) throws(SQLiteError) -> Bool {
        // What a follower is told of is captured as a whole.
        guard let history, capture == nil else { return false }
        if ahead.next >= ahead.count {
            guard history.byteCount - ahead.began >= bytesMin else { return false }
            unsafe rows.pointee.sortDirtyByKey()
            ahead = unsafe Ahead(count: rows.pointee.dirtyCount, began: history.byteCount)
        }
        let end = min(ahead.next + HistoryFold.approachedRows, ahead.count)
        for number in ahead.next..<end {
            unsafe history.approach(number, of: rows)
            unsafe try history.writeEnded(Int(rows.pointee.dirty[number]), of: rows)
        }
        ahead.next = end
        try history.run()
        return true
    }
}
