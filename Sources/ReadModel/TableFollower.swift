// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Is told, within a transaction, which rows of the tables it follows change, before and after they do.
///
/// Used on the writer's thread. What it throws ends the transaction. Each relation is changed by itself: between
/// `willWrite` and `didWrite` of one no other changes, and one may change several times in a transaction.
public protocol TableFollower: AnyObject {
    /// The temporary table that takes the changed rows of a table or history: `_w`, -1 for what a row was and 1 for
    /// what it becomes, and the declared columns by their names, of an append table also `_at` if it has such a column;
    /// nil if the relation is not followed.
    func deltaTable(of relation: String) -> String?

    /// The relation's delta table is filled; its rows are as they were before.
    func willWrite(_ relation: String) throws

    /// The relation's rows are as they become; the follower empties the delta table.
    func didWrite(_ relation: String) throws

    /// All rows of the transaction are written; its positions are not.
    func finish() throws

    /// The open transaction is no more.
    func rolledBack()
}
