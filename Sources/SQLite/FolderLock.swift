// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Glibc

/// A folder held by one process: the lock is on the folder's own descriptor and ends with the process (R29).
public final class FolderLock: Sendable {
    private let descriptor: Int32

    /// Makes the folder if it is not there, readable by its owner only, and takes its lock; nil if another process
    /// has it.
    public init?(folder: String) throws(FileError) {
        guard unsafe mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw FileError(path: folder, operation: "make folder", number: errno)
        }
        descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(path: folder, operation: "open", number: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            // A failing init runs `deinit` too, since all fields are set: closing here as well would close a descriptor
            // that another thread may have been given meanwhile.
            if errno == EWOULDBLOCK { return nil }
            throw FileError(path: folder, operation: "lock", number: errno)
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }
}
