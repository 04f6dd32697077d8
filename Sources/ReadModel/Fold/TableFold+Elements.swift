// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events
internal import SQLite

extension TableFold {
    /// Takes in a row by element that is not at hand, and with it those of the same record's key.
    func fetch(
        hash: UInt64, key: UnsafePointer<Cell>, texts: UnsafePointer<UInt8>, by prefix: PrefixReader
    ) throws(SQLiteError) -> Int {
        guard let chains = unsafe rows.pointee.chains else { return -1 }
        var chain = unsafe chains.pointee.find(key, texts)
        if chain < 0 {
            unsafe chain = chains.pointee.add(key, texts)
            unsafe try read(chain, key, texts, by: prefix, limit: PrefixReader.rowsMax)
            let row = unsafe rows.pointee.find(hash: hash, key: key, texts: texts)
            if row >= 0 { return row }
        }
        let row = unsafe rows.pointee.insert(hash: hash, key: key, texts: texts)
        unsafe chains.pointee.add(row: row, to: chain)
        if unsafe chains.pointee.isComplete(chain) {
            unsafe rows.pointee.wasWritten(row)
        } else {
            try load(row)
        }
        return row
    }

    /// The chain of a record's key, with all its rows at hand.
    func chain(
        _ key: UnsafePointer<Cell>, _ texts: UnsafePointer<UInt8>, of chains: UnsafeMutablePointer<RowChains>
    ) throws(SQLiteError) -> Int {
        var chain = unsafe chains.pointee.find(key, texts)
        if chain < 0 { unsafe chain = chains.pointee.add(key, texts) }
        if let prefix, unsafe !chains.pointee.isComplete(chain) {
            unsafe try read(chain, key, texts, by: prefix, limit: -1)
        }
        return chain
    }

    private func read(
        _ chain: Int, _ key: UnsafePointer<Cell>, _ texts: UnsafePointer<UInt8>, by prefix: PrefixReader, limit: Int
    ) throws(SQLiteError) {
        guard let chains = unsafe rows.pointee.chains else { return }
        if holdsAll { return unsafe chains.pointee.setComplete(chain) }
        unsafe prefix.begin(key, texts, limit: limit)
        defer { prefix.statement.reset() }
        var count = 0
        while try prefix.next() {
            count += 1
            let found = unsafe UnsafePointer(prefix.texts.start)
            let hash = unsafe KeyCells.hash(prefix.key, found, count: table.key.count)
            // A row at hand is newer than the file's.
            if unsafe rows.pointee.find(hash: hash, key: prefix.key, texts: found) >= 0 { continue }
            let row = unsafe rows.pointee.insert(hash: hash, key: prefix.key, texts: found)
            unsafe chains.pointee.add(row: row, to: chain)
            take(prefix.statement, from: table.key.count, into: row)
        }
        if limit < 0 || count < limit { unsafe chains.pointee.setComplete(chain) }
    }
}

extension KeyColumn {
    /// Whether the column's value is the element's.
    var isOfElement: Bool {
        if case .element = origin { true } else { false }
    }
}

extension Table {
    /// The number of key columns that are the record's, where further ones are the element's; 0 for other tables.
    var prefixCount: Int {
        kind == .folded && key.contains(where: \.isOfElement) ? key.prefix { !$0.isOfElement }.count : 0
    }
}
