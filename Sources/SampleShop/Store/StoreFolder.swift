// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation

/// A folder that its owner alone can enter, with one database in it that its owner alone can read.
enum StoreFolder {
    static let folderMode = 0o700
    static let fileMode = 0o600

    /// Makes the folder and the empty file if they are not there, and closes them to all others.
    ///
    /// SQLite gives the files beside a database the mode of the database.
    ///
    /// - Returns: the database's path.
    static func prepare(_ folder: String) throws(ShopError) -> String {
        let files = FileManager.default
        let path = folder + "/store.sqlite"
        do {
            try makePrivate(folder, files)
            if !files.fileExists(atPath: path),
                !files.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: fileMode])
            {
                throw CocoaError(.fileWriteUnknown)
            }
            try files.setAttributes([.posixPermissions: fileMode], ofItemAtPath: path)
        } catch {
            throw ShopError(.store, "\(folder): \(error)", hint: "give a folder that this user can write to")
        }
        return path
    }

    private static func makePrivate(_ folder: String, _ files: FileManager) throws {
        try files.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: folderMode])
        try files.setAttributes([.posixPermissions: folderMode], ofItemAtPath: folder)
    }
}
