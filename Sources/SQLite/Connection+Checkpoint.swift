// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CSQLite

/// What a checkpoint did.
public struct Checkpoint: Sendable {
    /// Whether a reader kept it from finishing.
    public var wasBusy: Bool
    /// The frames in the log.
    public var frames: Int
    /// The frames that were written back to the database.
    public var written: Int
}

extension Connection {
    /// How far a checkpoint goes.
    public enum CheckpointMode: Sendable {
        /// As far as it can without waiting.
        case passive
        /// Waits for readers, and empties the log file.
        case truncate
    }

    /// Writes the log back to the database; only the writer's connection may (reliability: another connection's
    /// checkpoint beside a commit can damage the file before SQLite 3.51.3).
    public func checkpoint(_ mode: CheckpointMode) throws(SQLiteError) -> Checkpoint {
        var frames: Int32 = 0
        var written: Int32 = 0
        let raw = mode == .passive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE
        let code = unsafe sqlite3_wal_checkpoint_v2(handle, nil, raw, &frames, &written)
        guard code == SQLITE_OK || code == SQLITE_BUSY else { throw error(code) }
        return Checkpoint(wasBusy: code == SQLITE_BUSY, frames: Int(frames), written: Int(written))
    }

    /// Sets how long calls wait for another connection's lock, in milliseconds.
    public func setBusyTimeout(ms: Int32) {
        unsafe sqlite3_busy_timeout(handle, ms)
    }
}
