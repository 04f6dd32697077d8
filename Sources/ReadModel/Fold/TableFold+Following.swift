// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events
internal import SQLite

extension TableFold {
    /// Writes the changed rows of a followed table: what they were and become is known to the follower before.
    func flush(_ capture: TableCapture) throws -> Bool {
        unsafe rows.pointee.sortDirtyByKey()
        if let own = capture.rows {
            try own.writeStaged()
            for number in 0..<(unsafe rows.pointee.dirtyCount) {
                unsafe try own.capture(Int(rows.pointee.dirty[number]), of: rows)
            }
            guard try own.delta.around({ try writeDirty() }) else { return false }
        } else {
            guard try writeDirty() else { return false }
        }
        for number in 0..<(unsafe rows.pointee.dirtyCount) {
            let row = Int(unsafe rows.pointee.dirty[number])
            unsafe try history?.write(row, of: rows)
            unsafe rows.pointee.wasWritten(row)
        }
        try history?.flush()
        try capture.history?.writeStaged()
        return true
    }

    private func writeDirty() throws(SQLiteError) -> Bool {
        for number in 0..<(unsafe rows.pointee.dirtyCount) {
            let row = Int(unsafe rows.pointee.dirty[number])
            guard try write(row) else { return false }
            unsafe try gone?.write(row, of: rows)
        }
        return try runWrites()
    }

    /// Ends all open versions at `time`: the table is emptied (R18).
    func closeHistory(at time: String) throws {
        guard let history else { return }
        guard let capture = capture?.history else { return try history.closeAll(at: time) }
        try capture.captureClosing(at: time)
        try capture.delta.around { try history.closeAll(at: time) }
    }

    /// Deletes all rows, those at hand too (R18).
    func deleteAll() throws {
        if let own = capture?.rows {
            try own.captureAll()
            try own.delta.around { try deleteRows() }
        } else {
            try deleteRows()
        }
        forget()
    }
}
