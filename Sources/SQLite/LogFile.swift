// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CSQLite
internal import Glibc

/// The write-ahead log beside a database, to be looked at and hurried along by its writer.
///
/// SQLite syncs the log when it is checkpointed, and the writer stands still until all of it is on the disk: 160 ms for
/// 40 MB. Here the kernel is told to begin with that while the log grows, so that little is left to wait for. No locks
/// are held on this file (they are on the database and its -shm), so an own descriptor of it is harmless.
public final class LogFile: Sendable {
    /// How much the log grows before the kernel is told again, in bytes.
    public static let writebackBytes = 1_024 * 1_024

    private let descriptor: Int32

    /// Opens the log of the database at `path`; there is one once the database was written.
    public init(database path: String) {
        descriptor = unsafe open(path + "-wal", O_RDONLY | O_CLOEXEC)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Its size in bytes, 0 if there is none.
    public var bytes: Int {
        var status = stat()
        return unsafe descriptor >= 0 && fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Begins to write what has changed to the disk; nothing depends on it, so a failure does not matter.
    public func startWriteback() {
        _ = csqlite_start_writeback(descriptor)
    }
}
