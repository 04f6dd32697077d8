// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Glibc

/// A file operation that the system refused.
public struct FileError: Error, Sendable, CustomStringConvertible {
    /// The path.
    public var path: String
    /// What was tried, such as `write`.
    public var operation: String
    /// The system's error number.
    public var number: Int32

    /// Makes an error.
    public init(path: String, operation: String, number: Int32) {
        self.path = path
        self.operation = operation
        self.number = number
    }

    /// What, where and the system's reason.
    public var description: String { "\(operation) \(path): \(unsafe String(cString: strerror(number)))" }

    /// The operation whose failure leaves open what is on the disk.
    static let sync = "sync"

    /// What to do about it, in the same words as SQLite's errors.
    public var kind: SQLiteError.Kind {
        if FileError.isFull(number) { return .full }
        return operation == FileError.sync ? .unsynced : .io
    }

    /// What is thrown before a file is begun that the disk has no room for.
    public static func full(_ path: String) -> FileError { FileError(path: path, operation: "write", number: ENOSPC) }

    /// Whether a disk or a quota is full.
    static func isFull(_ number: Int32) -> Bool { number == ENOSPC || number == EDQUOT }
}
