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
    @_semantics("optimize.sil.specialize.generic.never")  // Swift 6.3.1 crashes where it specializes this.
    func write<Value: Sendable>(
        _ body: (borrowing Transaction) throws(ShopError) -> Value
    ) throws(ShopError) -> Value {
        let outcome = connection.withLock { transact($0, body) }
        let value = try outcome.get()
        bell.ring()
        return value
    }

    /// Reads in one statement's snapshot.
    @_semantics("optimize.sil.specialize.generic.never")  // As `write`.
    func read<Result: Sendable>(
        _ body: (borrowing Transaction) throws(ShopError) -> Result
    ) throws(ShopError) -> Result {
        try connection.withLock { connection throws(ShopError) in try body(Transaction(connection)) }
    }
}

@_semantics("optimize.sil.specialize.generic.never")
private func transact<Value>(
    _ connection: Connection, _ body: (borrowing Transaction) throws(ShopError) -> Value
) -> Result<Value, ShopError> {
    do throws(ShopError) {
        try execute(connection, "BEGIN IMMEDIATE")
        let value = try body(Transaction(connection))
        try execute(connection, "COMMIT")
        return .success(value)
    } catch {
        guard connection.isInTransaction else { return .failure(error) }
        do throws(ShopError) { try execute(connection, "ROLLBACK") } catch { return .failure(error) }
        return .failure(error)
    }
}

private func execute(_ connection: Connection, _ sql: String) throws(ShopError) {
    do throws(SQLiteError) {
        try connection.execute(sql)
    } catch {
        throw ShopError(error)
    }
}
