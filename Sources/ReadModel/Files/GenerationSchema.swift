// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import SQLite

/// The shape of a generation's file (R25): the projection's tables, and ours, whose names begin with `_`.
enum GenerationSchema {
    /// Marks a file as ours: `prjd` in ASCII.
    static let applicationID: Int64 = 0x7072_6a64
    /// The version of the shape; a file of another version is not used.
    static let formatVersion: Int64 = 2

    static let ours = [
        """
        CREATE TABLE "_meta" (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE "_meanings" (kind TEXT NOT NULL, name TEXT NOT NULL, hash TEXT NOT NULL,
            PRIMARY KEY (kind, name)) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE "_positions" (topic TEXT NOT NULL, partition INTEGER NOT NULL, source INTEGER NOT NULL,
            first INTEGER NOT NULL, next INTEGER NOT NULL, done INTEGER NOT NULL, delivered INTEGER NOT NULL,
            applied INTEGER NOT NULL, no_handler INTEGER NOT NULL, repeated INTEGER NOT NULL, stale INTEGER NOT NULL,
            message INTEGER NOT NULL, held INTEGER NOT NULL, skipped INTEGER NOT NULL,
            last_offset INTEGER, last_timestamp_ms INTEGER, last_hash INTEGER,
            PRIMARY KEY (topic, partition)) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE "_witnesses" (topic TEXT NOT NULL, partition INTEGER NOT NULL, step INTEGER NOT NULL,
            "offset" INTEGER NOT NULL, timestamp_ms INTEGER NOT NULL, hash INTEGER NOT NULL,
            PRIMARY KEY (topic, partition, step)) STRICT, WITHOUT ROWID
        """,
        RepeatStore.schema,
    ]

    /// What a bulk load makes after the rows: indexes, and all that belongs to views, which are built last.
    static func deferred(_ projection: Projection) -> [String] {
        projection.tables.flatMap { SchemaSQL.indexes(of: $0) } + projection.views.flatMap(\.objects)
    }

    /// Makes everything in a new file, in one transaction; for a bulk load all but what is `deferred`.
    static func create(
        _ projection: Projection, number: Int, load: GenerationFile.LoadState, on connection: Connection
    ) throws(SQLiteError) {
        try connection.execute("BEGIN IMMEDIATE")
        for statement in ours + HeldStore.schema { try connection.execute(statement) }
        for table in projection.tables {
            try connection.execute(SchemaSQL.table(table))
            for companion in SchemaSQL.companions(of: table) { try connection.execute(companion) }
        }
        if load == .done { for object in deferred(projection) { try connection.execute(object) } }
        try describe(projection, number: number, on: connection)
        try connection.execute(
            "INSERT INTO _meta (name, value) VALUES ('\(GenerationFile.loadNote)', '\(load.rawValue)')")
        try connection.execute("PRAGMA application_id = \(applicationID); PRAGMA user_version = \(formatVersion)")
        try connection.execute("COMMIT")
    }
}
