// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events
internal import SQLite

/// Reads the rows of one record's key, by the order of the primary key (R16).
@safe
final class PrefixReader {
    // Proof of safe: the pointer is owned from init to deinit, with room for a table's key.

    /// How many rows of a record's key are read at once when it is first met.
    ///
    /// One read instead of one a row; a key with more of them has those that events name read one by one, until an
    /// event asks for all.
    static let rowsMax = 256

    let statement: Statement
    let prefixCount: Int
    /// The key of the row that was read last, and its texts.
    let key: UnsafeMutablePointer<Cell>
    let texts = ByteArena()
    private let keyCount: Int

    init(_ statement: Statement, _ table: Table) {
        self.statement = statement
        prefixCount = table.prefixCount
        keyCount = table.key.count
        unsafe key = .allocate(capacity: keyCount)
    }

    deinit {
        unsafe key.deallocate()
    }

    /// Starts to read; no limit is -1.
    func begin(_ prefix: UnsafePointer<Cell>, _ texts: UnsafePointer<UInt8>, limit: Int) {
        for column in 0..<prefixCount { unsafe statement.bind(Int32(column + 1), prefix[column], texts: texts) }
        statement.bind(Int32(prefixCount + 1), Int64(limit))
    }

    /// Reads the next row's key; false if there is none.
    func next() throws(SQLiteError) -> Bool {
        guard try statement.step() else { return false }
        texts.removeAll()
        for column in 0..<keyCount { unsafe key[column] = statement.cell(Int32(column), into: texts) }
        return true
    }
}
