// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import SQLite

extension ModelWriter {
    /// Lets a follower know of all rows that change from the next transaction on; it lives on the writer's connection.
    ///
    /// After what it throws in `apply`, `tend` or `commit` the transaction is gone.
    public func follow(_ make: (Connection) throws -> any TableFollower) throws {
        precondition(!isOpen, "a transaction is open")
        let follower = try make(connection)
        let anew = try RecordFold(
            projection, isCareful: isCareful, epochs: fold.epochs, repeats: fold.repeats, follower: follower,
            connection: connection)
        anew.countPartitions(positions)
        self.follower = follower
        fold = anew
        heldFold = nil
    }

    /// Drops the open transaction, and notes why in one of its own; the writer must be made anew then.
    public func abandon(noting name: String, _ value: String) throws {
        rollBack()
        try setNote(name, value)
    }

    /// Runs `body` as a transaction of its own, between those of records.
    public func transact(_ body: (Connection) throws -> Void) throws {
        precondition(!isOpen, "a transaction is open")
        do {
            try begin()
            try body(connection)
            try connection.execute("COMMIT")
        } catch {
            rollBack()
            if let error = error as? SQLiteError { throw ReadModelError(error, path: path) }
            throw error
        }
        isOpen = false
    }
}
