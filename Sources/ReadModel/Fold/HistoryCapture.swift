// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import SQLite

/// Captures how the versions of a followed history change: they wait in a temporary table until the flush.
final class HistoryCapture {
    let delta: DeltaTable
    /// The statements that put versions, and the going of versions, where they wait.
    let statements: HistoryStatements
    private let fill: [Statement]
    private let write: [Statement]
    private let empty: Statement
    private let hasStaged: Statement
    private let closing: [Statement]

    /// Nil if the history is not followed.
    init?(_ table: Table, follower: any TableFollower, connection: Connection) throws(SQLiteError) {
        guard let delta = DeltaTable(SchemaSQL.historyName(of: table), of: follower) else { return nil }
        let sql = HistoryCaptureSQL(table, delta: delta.name)
        try connection.execute(sql.createStage)
        self.delta = delta
        statements = sql.staging
        fill = try sql.fill.map { sql throws(SQLiteError) in try connection.prepare(sql) }
        write = try sql.write.map { sql throws(SQLiteError) in try connection.prepare(sql) }
        empty = try connection.prepare(sql.emptyStage)
        hasStaged = try connection.prepare(sql.hasStaged)
        closing = try sql.closing.map { sql throws(SQLiteError) in try connection.prepare(sql) }
    }

    /// Writes the versions that wait.
    func writeStaged() throws {
        defer { hasStaged.reset() }
        guard try hasStaged.step() else { return }
        hasStaged.reset()
        for statement in fill { try delta.take(statement) }
        try delta.around { for statement in write { try statement.run() } }
        try empty.run()
    }

    /// Captures that all open versions end at `time`, those that then were at no moment go.
    func captureClosing(at time: String) throws(SQLiteError) {
        for statement in closing {
            statement.bind(1, time)
            try delta.take(statement)
        }
    }
}
