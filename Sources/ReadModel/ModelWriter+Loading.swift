// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import SQLite

/// The end of a bulk load: from a file that a kill would spoil to one that outlives a power loss (R29).
extension ModelWriter {
    /// Makes what was left out while the rows were loaded, and the file durable; the writer must be made anew then.
    ///
    /// What was applied must be committed. `notes` are kept with the generation.
    public func finishLoad(_ notes: [(name: String, value: String)]) throws(ReadModelError) {
        precondition(!isOpen, "a transaction is open")
        for object in GenerationSchema.deferred(projection) { try execute(object) }
        try settle(.done, notes)
        try execute("PRAGMA journal_mode = WAL")
    }

    /// Makes what is loaded durable, so that the load can go on after a restart; the writer must be made anew then.
    ///
    /// What was applied must be committed.
    public func pauseLoad() throws(ReadModelError) {
        precondition(!isOpen, "a transaction is open")
        try settle(.paused, [])
    }

    /// Whether what failed left the file unusable: it was loaded without a journal.
    public var hasSpoiledLoad: Bool { isLoading && (isSpoiled || isOpen) }

    /// Writes a state that is only there after a power loss if all pages are.
    private func settle(
        _ state: GenerationFile.LoadState, _ notes: [(name: String, value: String)]
    ) throws(ReadModelError) {
        // With a journal and a sync, this commit is the last of what the disk takes (R29).
        try execute("PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA; BEGIN IMMEDIATE")
        for (name, value) in notes { try setNote(name, value) }
        try setNote(GenerationFile.loadNote, state.rawValue)
        try execute("COMMIT")
    }

    /// Runs a statement whose failure spoils the load.
    private func execute(_ sql: String) throws(ReadModelError) {
        do {
            try connection.execute(sql)
        } catch {
            isSpoiled = true
            throw ReadModelError(error, path: path)
        }
    }
}
