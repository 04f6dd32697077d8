// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import SQLite

/// Why a read model's files cannot be used.
public struct ReadModelError: Error, Sendable {
    /// What is wrong.
    public enum Code: String, Sendable, CaseIterable {
        /// Another daemon has the data folder.
        case folderInUse = "folder-in-use"
        /// The system refused a file operation.
        case file = "file-failed"
        /// SQLite refused a call on a generation's file.
        case store = "store-failed"
        /// The file is no generation of this projection, or of a newer projectord.
        case notOurs = "not-a-generation"
        /// Another writer changed the position meanwhile.
        case fenced = "fenced"
    }

    /// What is wrong.
    public var code: Code
    /// What was found; lower case, no period.
    public var message: String
    /// What to do.
    public var hint: String
    /// SQLite's error, where there is one.
    public var cause: SQLiteError?
    /// What to do about it by itself, where SQLite or the system told.
    public var kind: SQLiteError.Kind?

    /// Makes an error.
    public init(_ code: Code, _ message: String, hint: String, cause: SQLiteError? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
        self.cause = cause
        kind = cause?.kind
    }

    /// SQLite's error on a generation's file.
    public init(_ cause: SQLiteError, path: String) {
        self.init(.store, "\(path): \(cause)", hint: ReadModelError.hint(for: cause.kind), cause: cause)
    }

    /// The system's error on a file.
    public init(_ cause: FileError) {
        let hint =
            cause.kind == .io
            ? "check that the data folder exists and is writable" : ReadModelError.hint(for: cause.kind)
        self.init(.file, cause.description, hint: hint)
        kind = cause.kind
    }

    private static func hint(for kind: SQLiteError.Kind) -> String {
        switch kind {
        case .full: "free disk space; the daemon goes on by itself"
        case .unsynced: "check the disk (dmesg names its fault); then start the daemon again"
        case .corrupt: "the file is damaged: projectord rebuild makes the model anew from the log"
        case .io: "check the disk; then start the daemon again"
        default: "this is a fault of projectord: please report it"
        }
    }
}
