// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

private import Foundation

/// The projection files of a disk, read whole.
public struct ProjectionFiles: Sendable {
    /// How files of projections end.
    private static let endings = [".yaml", ".yml"]

    /// The texts by path, in the order read.
    public private(set) var files: [(path: String, text: String)] = []
    /// The files and folders that could not be read, and folders without projection files.
    public private(set) var diagnostics: [Diagnostic] = []

    /// Reads files, and of folders all `*.yaml` and `*.yml` directly in them, sorted by name; hidden ones are left out.
    public init(paths: [String]) {
        var seen: Set<String> = []
        for path in paths {
            for file in expand(path) where seen.insert(file).inserted { read(file) }
        }
    }

    /// The projections of these files, and all faults: of the files and in them.
    public func projections(views: (any ViewCompiling)? = nil) -> (projections: [Projection], diagnostics: [Diagnostic])
    {
        let (projections, found) = ProjectionReader.read(files: files, views: views)
        return (projections, diagnostics + found)
    }

    /// A printer that shows the lines of these files.
    public var printer: DiagnosticPrinter {
        DiagnosticPrinter(texts: Dictionary(files.map { ($0.path, $0.text) }) { first, _ in first })
    }

    private mutating func expand(_ path: String) -> [String] {
        guard FileManager.default.fileExists(atPath: path) else {
            fault(path, "there is no such file or folder")
            return []
        }
        guard (try? FileManager.default.contentsOfDirectory(atPath: path)) != nil else { return [path] }
        do {
            let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { name in
                !name.hasPrefix(".") && Self.endings.contains { name.hasSuffix($0) }
            }
            if names.isEmpty { fault(path, "there are no projection files here, named *.yaml or *.yml") }
            let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
            return names.sorted().map { "\(folder)/\($0)" }
        } catch {
            fault(path, "the folder cannot be read: \(error.localizedDescription)")
            return []
        }
    }

    private mutating func read(_ path: String) {
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            // One byte more than allowed tells that there is more.
            let data = try handle.read(upToCount: YAMLReader.textBytesMax + 1) ?? Data()
            if data.count > YAMLReader.textBytesMax {
                fault(path, "the file has more than \(YAMLReader.textBytesMax) bytes")
            } else if let text = String(bytes: data, encoding: .utf8) {
                files.append((path, text))
            } else {
                fault(path, "the file is not UTF-8 text")
            }
        } catch {
            fault(path, "the file cannot be read: \(error.localizedDescription)")
        }
    }

    private mutating func fault(_ path: String, _ message: String) {
        diagnostics.append(Diagnostic(.notYAML, at: Place(file: path, line: 1, column: 1), message))
    }
}
