// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import SQLite
internal import Synchronization

/// The one database of one service: its rows, and the outbox with the changes that it tells the others.
///
/// It knows the folder it was given and no other, and its connection cannot attach one. Any thread may call it; one
/// transaction runs at a time.
final class Store: Sendable {
    /// Rung after each commit that may have added to the outbox.
    let bell = Bell()

    private let connection: Mutex<Connection>

    /// Opens the store in its folder, or makes it.
    init(folder: String, schema: [String]) throws(ShopError) {
        let path = try StoreFolder.prepare(folder)
        do throws(SQLiteError) {
            let opened = try Connection(path: path, mode: .readWrite)
            opened.harden()
            try opened.execute("PRAGMA journal_mode = WAL")
            // What is published must not be lost here by a power failure: the topic would know more than its owner.
            try opened.execute("PRAGMA synchronous = FULL")
            for statement in schema + Store.outboxSchema { try opened.execute(statement) }
            connection = Mutex(opened)
        } catch {
            throw ShopError(error)
        }
    }

    /// Runs a transaction: what the body wrote is committed as a whole, or nothing of it if the body throws.
    func write<Result: Sendable>(
        _ body: (borrowing Transaction) throws(ShopError) -> Result
    ) throws(ShopError) -> Result {
        let result = try connection.withLock { connection throws(ShopError) in
            try execute(connection, "BEGIN IMMEDIATE")
            do throws(ShopError) {
                let result = try body(Transaction(connection))
                try execute(connection, "COMMIT")
                return result
            } catch {
                if connection.isInTransaction { try execute(connection, "ROLLBACK") }
                throw error
            }
        }
        bell.ring()
        return result
    }

    /// Reads in one statement's snapshot.
    func read<Result: Sendable>(
        _ body: (borrowing Transaction) throws(ShopError) -> Result
    ) throws(ShopError) -> Result {
        try connection.withLock { connection throws(ShopError) in try body(Transaction(connection)) }
    }
}

private func execute(_ connection: Connection, _ sql: String) throws(ShopError) {
    do throws(SQLiteError) {
        try connection.execute(sql)
    } catch {
        throw ShopError(error)
    }
}
