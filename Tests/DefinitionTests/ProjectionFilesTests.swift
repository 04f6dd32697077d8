// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Foundation
import Testing

struct ProjectionFilesTests {
    /// A folder that goes when the test is done.
    private func withFolder(_ files: [String: Data], _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "projectord-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, data) in files { try data.write(to: folder.appending(path: name)) }
        try body(folder.path)
    }

    @Test func `a folder's projection files are read in order, others are not`() throws {
        let text = Data(ProjectionSample.shop.utf8)
        let other = Data(ProjectionSample.shop.replacing("projection: shop", with: "projection: other").utf8)
        try withFolder(["b.yaml": text, "a.yml": other, "c.txt": text, ".d.yaml": text]) { folder in
            let files = ProjectionFiles(paths: [folder, "\(folder)/a.yml"])
            #expect(files.files.map(\.path) == ["\(folder)/a.yml", "\(folder)/b.yaml"])
            let (projections, diagnostics) = files.projections()
            #expect(projections.map(\.name) == ["other", "shop"])
            #expect(diagnostics == [])
        }
    }

    @Test func `what cannot be read is told beside the faults of the rest`() throws {
        let large = Data(repeating: UInt8(ascii: "#"), count: YAMLReader.textBytesMax + 1)
        let files = ["a.yaml": Data("x: 1\n".utf8), "b.yaml": Data([0xFF]), "c.yaml": large]
        try withFolder(files) { folder in
            let files = ProjectionFiles(paths: [folder, "\(folder)/none.yaml"])
            let (_, diagnostics) = files.projections()
            let told = diagnostics.filter { $0.code == .notYAML }.map { "\($0.place.file): \($0.message)" }
            #expect(
                told == [
                    "\(folder)/b.yaml: the file is not UTF-8 text",
                    "\(folder)/c.yaml: the file has more than \(YAMLReader.textBytesMax) bytes",
                    "\(folder)/none.yaml: there is no such file or folder",
                ])
            #expect(diagnostics.contains { $0.code == .unknownKey })
            #expect(files.printer.text(diagnostics).contains("    x: 1\n    ^\n"))
        }
    }

    @Test func `a folder without projection files is a fault`() throws {
        try withFolder([:]) { folder in
            #expect(ProjectionFiles(paths: [folder]).diagnostics.map(\.place.file) == [folder])
        }
    }
}
