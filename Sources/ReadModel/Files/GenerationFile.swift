// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import Definition
public import SQLite

/// One generation's file: made once, then opened by a writer and by readers, never renamed.
public struct GenerationFile: Sendable {
    /// The file's path.
    public let path: String
    /// The generation's number.
    public let number: Int

    /// Names a generation's file.
    public init(path: String, number: Int) {
        self.path = path
        self.number = number
    }

    /// Makes the file, empty and durable, for a projection.
    public func create(for projection: Projection) throws(ReadModelError) {
        do {
            let connection = try Connection(path: path, mode: .readWrite)
            try WriterSettings.apply(to: connection)
            try connection.execute("PRAGMA synchronous = FULL")
            try GenerationSchema.create(projection, number: number, load: .done, on: connection)
            _ = try connection.checkpoint(.truncate)
        } catch {
            throw ReadModelError(error, path: path)
        }
        do { try DurableFile.syncFolder(of: path) } catch { throw ReadModelError(error) }
    }

    /// How far the bulk load of a file is.
    public enum LoadState: String, Sendable {
        /// A kill spoils it: it is to be made anew.
        case open
        /// It can go on where it is.
        case paused
        /// It is over; from then on each commit is durable.
        case done
    }

    static let loadNote = "load"

    /// Makes the file anew for a bulk load, which a kill spoils.
    ///
    /// A projection whose views read tables that keep no rows is not loaded in bulk: such views are kept from the first
    /// record on (R24).
    public func createForLoad(of projection: Projection) throws(ReadModelError) {
        do { try remove() } catch { throw ReadModelError(error) }
        let streams = Set(projection.tables.filter { !$0.keepsRows }.map(\.name))
        guard projection.views.allSatisfy({ $0.select.relations.isDisjoint(with: streams) }) else {
            return try create(for: projection)
        }
        do {
            let connection = try Connection(path: path, mode: .readWrite)
            try WriterSettings.applyForLoad(to: connection)
            try GenerationSchema.create(projection, number: number, load: .open, on: connection)
        } catch {
            throw ReadModelError(error, path: path)
        }
    }

    /// How far the file's bulk load is; one that was made without is done.
    public func loadState() throws(ReadModelError) -> LoadState {
        try note(GenerationFile.loadNote).flatMap { LoadState(rawValue: $0) } ?? .done
    }

    /// Prepares a connection for loading, if the load is not done; whether it is so.
    func beginLoad(on connection: Connection) throws(SQLiteError) -> Bool {
        let state = try connection.text("SELECT value FROM _meta WHERE name = '\(GenerationFile.loadNote)'")
        switch state.flatMap({ LoadState(rawValue: $0) }) ?? .done {
        case .done: return false
        case .open: break
        case .paused:
            // Durable before anything else is written: from here on a kill spoils the file again.
            try connection.execute(
                """
                PRAGMA journal_mode = DELETE;
                PRAGMA synchronous = EXTRA;
                UPDATE _meta SET value = '\(LoadState.open.rawValue)' WHERE name = '\(GenerationFile.loadNote)'
                """)
        }
        try WriterSettings.applyForLoad(to: connection)
        return true
    }

    /// Removes the file, and SQLite's beside it.
    public func remove() throws(FileError) {
        for suffix in ["", "-wal", "-shm", "-journal"] { try DurableFile.remove(path + suffix) }
    }

    /// What the file says of its own definition (R26).
    public struct StoredDefinition: Sendable {
        /// The path of the projection file when the generation was made.
        public var file: String
        /// The projection file's whole text.
        public var text: String
        /// The hashes of the meanings of tables and views.
        public var rows: Set<DefinitionMeaning.Entry>
    }

    /// Reads the stored definition; it fails if the file is no generation of that projection.
    public func storedDefinition(of projection: String) throws(ReadModelError) -> StoredDefinition {
        do {
            let connection = try Connection(path: path, mode: .readOnly)
            try check(connection, projection: projection)
            var rows: Set<DefinitionMeaning.Entry> = []
            let statement = try connection.prepare("SELECT kind, name, hash FROM _meanings WHERE kind <> 'query'")
            while try statement.step() {
                rows.insert(
                    DefinitionMeaning.Entry(
                        kind: statement.text(0), name: statement.text(1), hash: statement.text(2)))
            }
            return StoredDefinition(
                file: try connection.text("SELECT value FROM _meta WHERE name = 'file'") ?? "",
                text: try connection.text("SELECT value FROM _meta WHERE name = 'definition'") ?? "",
                rows: rows)
        } catch let error as SQLiteError {
            throw ReadModelError(error, path: path)
        } catch let error as ReadModelError {
            throw error
        } catch {
            throw ReadModelError(.notOurs, "\(path): \(error)", hint: "remove the file")
        }
    }

    /// What the generation noted under a name, without opening it for good; nil if nothing was.
    public func note(_ name: String) throws(ReadModelError) -> String? {
        do {
            let statement = try Connection(path: path, mode: .readOnly).prepare(
                "SELECT value FROM _meta WHERE name = ?1")
            statement.bind(1, name)
            return try statement.step() ? statement.text(0) : nil
        } catch {
            throw ReadModelError(error, path: path)
        }
    }

    /// How far the generation is and from where it was built, without opening it for good.
    public func positions() throws(ReadModelError) -> [PartitionPosition] {
        do {
            return try PositionStore.read(Connection(path: path, mode: .readOnly))
        } catch {
            throw ReadModelError(error, path: path)
        }
    }

    /// A connection that keeps SQLite's files beside the database alive: on a full disk they could not be made again,
    /// and nobody could open the database to read it.
    public func keepOpen() throws(ReadModelError) -> Connection {
        do {
            let connection = try Connection(path: path, mode: .readWrite)
            _ = try connection.integer("SELECT count(*) FROM sqlite_schema")
            return connection
        } catch {
            throw ReadModelError(error, path: path)
        }
    }

    /// What is wrong with the file, by a connection of its own; nil if nothing is found.
    ///
    /// An error that tells of something else than damage is thrown.
    public func damage() throws(ReadModelError) -> String? {
        do {
            return try Connection(path: path, mode: .readWrite).quickCheck()
        } catch {
            if error.kind == .corrupt { return error.message }
            throw ReadModelError(error, path: path)
        }
    }

    /// Throws unless the connection's file is a generation of that projection in our format.
    func check(_ connection: Connection, projection: String) throws {
        let identifier = try connection.integer("PRAGMA application_id")
        let version = try connection.integer("PRAGMA user_version")
        guard identifier == GenerationSchema.applicationID else {
            throw ReadModelError(
                .notOurs, "\(path) is no generation file of projectord",
                hint: "projectord rebuild \(projection) --accept-differences makes the read model anew from the log")
        }
        guard version == GenerationSchema.formatVersion else {
            throw ReadModelError(
                .notOurs, "\(path) has format \(version ?? 0), this projectord has \(GenerationSchema.formatVersion)",
                hint: "use the projectord that made the file, or let this one make the model anew: projectord rebuild "
                    + "\(projection) --accept-differences")
        }
        let name = try connection.text("SELECT value FROM _meta WHERE name = 'projection'")
        guard name == projection else {
            throw ReadModelError(
                .notOurs, "\(path) belongs to projection \(name ?? "?"), not to \(projection)",
                hint: "give each data folder to one set of projections")
        }
    }
}

/// The settings of a connection that writes a generation.
public enum WriterSettings {
    /// SQLite's page cache of the writer, in KiB: what the busiest pages of a table of 100,000 rows need.
    ///
    /// Rows are written in the order of their keys, which goes through the pages once; memory is better spent on rows.
    static let cacheKiB = 8 * 1_024
    /// The size of a page, in bytes.
    ///
    /// SQLite writes each changed page to its log by two calls, so twice its usual 4 KiB halves them. 1 M rows of a
    /// replica took 1.64 s with 4 KiB and 1.45 s with 8; a commit of one row takes as long as before.
    static let pageBytes = 8_192
    /// The size to which the log file is cut back, in bytes.
    static let journalSizeLimitBytes = 64 * 1_024 * 1_024

    /// Makes the settings for a load that is made anew after a kill: without a journal or a sync, and with what is
    /// sorted in files, since it may be a whole table.
    static func applyForLoad(to connection: Connection) throws(SQLiteError) {
        try connection.execute(
            """
            PRAGMA page_size = \(pageBytes);
            PRAGMA journal_mode = OFF;
            PRAGMA synchronous = OFF;
            PRAGMA cache_size = -\(cacheKiB);
            PRAGMA temp_store = FILE;
            PRAGMA mmap_size = 0;
            PRAGMA secure_delete = OFF;
            """)
    }

    /// Makes the settings.
    public static func apply(to connection: Connection) throws(SQLiteError) {
        try connection.execute(
            """
            PRAGMA page_size = \(pageBytes);
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = NORMAL;
            PRAGMA wal_autocheckpoint = 0;
            PRAGMA journal_size_limit = \(journalSizeLimitBytes);
            PRAGMA cache_size = -\(cacheKiB);
            PRAGMA temp_store = MEMORY;
            PRAGMA mmap_size = 0;
            PRAGMA secure_delete = OFF;
            """)
    }
}
