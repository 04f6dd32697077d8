// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Glibc

/// Small files and folders whose changes survive a power loss.
public enum DurableFile {
    /// Puts `text` into a file as one step: whoever reads it sees the old text or the new, whatever happens.
    public static func replace(_ path: String, with text: String) throws(FileError) {
        let temporary = path + ".new"
        let file = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw FileError(path: temporary, operation: "open", number: errno) }
        do throws(FileError) {
            defer { close(file) }
            try write(text, to: file, temporary)
        } catch {
            _ = unsafe unlink(temporary)
            throw error
        }
        guard unsafe Glibc.rename(temporary, path) == 0 else {
            throw FileError(path: path, operation: "rename to", number: errno)
        }
        try syncFolder(of: path)
    }

    /// Makes a file durable that no connection has open, then gives it its name; both survive a power loss.
    public static func rename(_ path: String, to name: String) throws(FileError) {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw FileError(path: path, operation: "open", number: errno) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw FileError(path: path, operation: FileError.sync, number: errno) }
        guard unsafe Glibc.rename(path, name) == 0 else {
            throw FileError(path: name, operation: "rename to", number: errno)
        }
        try syncFolder(of: name)
    }

    private static func write(_ text: String, to file: Int32, _ path: String) throws(FileError) {
        var text = text
        errno = 0
        let written = text.withUTF8 { bytes in unsafe Glibc.write(file, bytes.baseAddress, bytes.count) }
        guard written == text.utf8.count else {
            // A part was taken: the rest had no room.
            throw FileError(path: path, operation: "write", number: written < 0 ? errno : ENOSPC)
        }
        guard fsync(file) == 0 else { throw FileError(path: path, operation: FileError.sync, number: errno) }
    }

    /// Whether a file of `bytes` could be made beside `path` now; it is made and removed.
    public static func hasRoom(besides path: String, bytes: Int) -> Bool {
        let probe = path + ".room"
        let file = unsafe open(probe, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        defer {
            close(file)
            _ = unsafe unlink(probe)
        }
        return posix_fallocate(file, 0, bytes) == 0
    }

    /// The bytes that are free where `path` is, without taking them from others for a moment as `hasRoom` does; a quota
    /// may leave less.
    public static func freeBytes(besides path: String) -> Int {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        var status = statvfs()
        guard unsafe statvfs(folder, &status) == 0 else { return .max }
        return Int(clamping: status.f_bavail) * Int(clamping: status.f_frsize)
    }

    /// Makes the names in a file's folder durable.
    public static func syncFolder(of path: String) throws(FileError) {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(path: folder, operation: "open", number: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileError(path: folder, operation: FileError.sync, number: errno) }
    }

    /// The text of a small file; nil if there is none.
    public static func read(_ path: String) throws(FileError) -> String? {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw FileError(path: path, operation: "open", number: errno)
        }
        defer { close(file) }
        var (text, bytes) = ([UInt8](), [UInt8](repeating: 0, count: 65_536))
        while true {
            let count = unsafe bytes.withUnsafeMutableBytes { unsafe Glibc.read(file, $0.baseAddress, $0.count) }
            guard count >= 0 else { throw FileError(path: path, operation: "read", number: errno) }
            if count == 0 { return String(decoding: text, as: UTF8.self) }
            text += bytes.prefix(count)
        }
    }

    /// Removes a file if it is there.
    public static func remove(_ path: String) throws(FileError) {
        guard unsafe unlink(path) == 0 || errno == ENOENT else {
            throw FileError(path: path, operation: "remove", number: errno)
        }
    }

    /// The size of a file in bytes, without opening it (opening and closing a database file would drop SQLite's locks).
    public static func size(_ path: String) -> Int {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Int(status.st_size) : 0
    }
}
