// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

/// The project's own files, found from where this file was compiled.
enum SourceTree {
    /// The repository's folder.
    static let root = URL(filePath: #filePath, directoryHint: .notDirectory)
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The Swift files of `Sources` and `Tests`, read once for all checks.
    static let swiftFiles = files(under: ["Sources", "Tests"], endings: ["swift"]).map(SourceFile.init(path:))

    /// The C and C++ files of the doors to the libraries.
    static let cFiles = files(under: ["Sources"], endings: ["c", "h", "cpp"]).map(SourceFile.init(path:))

    /// The Markdown pages: of the root, the guides and the rooms.
    static let pages =
        entries(of: ".").filter { $0.hasSuffix(".md") } + files(under: ["docs", "Sources"], endings: ["md"])

    /// The rooms: the folders of `Sources` that hold Swift.
    static let rooms = entries(of: "Sources").filter { $0 != "CLibraries" && isFolder("Sources/\($0)") }

    /// Whether some room is still empty: checks that need all of them wait for it.
    static let isUnderConstruction = swiftFiles.contains { $0.path.hasSuffix("/Placeholder.swift") }

    /// The text of a file, or nil where there is none that is UTF-8.
    static func text(_ path: String) -> String? {
        try? String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The names in a folder, sorted, without hidden ones.
    static func entries(of folder: String) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
        return (names ?? []).filter { !$0.hasPrefix(".") }.sorted()
    }

    /// Whether a path is a folder.
    static func isFolder(_ path: String) -> Bool {
        (try? root.appending(path: path).resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true
    }

    /// Whether a path exists, seen from the folder of a page.
    static func exists(_ path: String, besides page: String) -> Bool {
        let folder = root.appending(path: page).deletingLastPathComponent()
        return FileManager.default.fileExists(atPath: folder.appending(path: path).path)
    }

    /// Paths from the root of the files below some folders that have one of the endings.
    private static func files(under folders: [String], endings: Set<String>) -> [String] {
        folders.flatMap { folder in
            (FileManager.default.enumerator(atPath: root.appending(path: folder).path) ?? .init())
                .compactMap { $0 as? String }
                .filter { endings.contains(($0 as NSString).pathExtension) }
                .map { "\(folder)/\($0)" }
        }.sorted()
    }
}
