// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Foundation
import ReadModel
import SQLite
import Testing

/// Generations made from the file of another one.
struct GenerationCopyTests {
    /// Rows that fill more pages than are copied at once.
    private static let rows = 5_000

    private func model() throws -> Model {
        let model = try Model(Definitions.customers)
        try Connection(path: model.file.path, mode: .readWrite).execute(
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(Self.rows))
            INSERT INTO customers (id, name) SELECT i, printf('%10000d', i) FROM n
            """)
        return model
    }

    private func copy(_ model: Model, _ text: String? = nil) throws -> GenerationCopy {
        GenerationCopy(
            of: model.file, as: GenerationFile(path: model.file.path + ".2", number: 2),
            for: try text.map(Definitions.read) ?? model.projection, outdatedViews: [], anewViews: [],
            forgottenNotes: ["gone"])
    }

    private func files(_ model: Model) throws -> [String] {
        let folder = URL(filePath: model.file.path).deletingLastPathComponent().path
        return try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.contains(".sqlite.2") }
    }

    @Test("R26: a copy is of one moment while the original is written, and says what it is")
    func oneMoment() throws {
        let model = try model()
        let writer = try Connection(path: model.file.path, mode: .readWrite)
        try writer.execute("INSERT INTO _meta VALUES ('gone', '1'), ('stays', '1')")
        let text = Definitions.customers + "\n    index: [name]\n"
        let copy = try copy(model, text)
        var steps = 0
        let made = try copy.make(unless: {
            steps += 1
            try? writer.execute("INSERT INTO customers (id, name) VALUES (\(-steps), 'later')")
            return false
        })
        #expect(made && steps > 2)
        #expect(try files(model) == ["shop.g1.sqlite.2"])
        let copied = try Connection(path: copy.copy.path, mode: .readWrite)
        #expect(try copied.integer("SELECT count(*) FROM customers") == Int64(Self.rows))
        #expect(try writer.integer("SELECT count(*) FROM customers") == Int64(Self.rows + steps))
        #expect(try copied.text("SELECT group_concat(name) FROM _meta WHERE name IN ('gone', 'stays')") == "stays")
        #expect(try copied.text("SELECT value FROM _meta WHERE name = 'generation'") == "2")
        #expect(try copied.text("PRAGMA journal_mode") == "wal")
        #expect(try copied.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'customers__i1'") == 1)
        let stored = try copy.copy.storedDefinition(of: "shop")
        #expect(stored.text == text)
        #expect(try stored.rows == DefinitionMeaning(Definitions.read(text)).rows)
        _ = try ModelWriter(file: copy.copy, projection: copy.projection)
    }

    @Test func `nothing is left of a copy that was given up`() throws {
        let model = try model()
        #expect(try copy(model).make(unless: { true }) == false)
        #expect(try files(model) == [])
        #expect(try copy(model).make(unless: { false }))
    }

    @Test func `a damaged file is no model for another`() throws {
        let model = try model()
        _ = try model.writer.checkpoint(truncating: true)
        let file = try #require(FileHandle(forUpdatingAtPath: model.file.path))
        try file.seek(toOffset: 8_192 * 3_000)
        try file.write(contentsOf: Data(repeating: 0xa5, count: 8_192 * 20))
        try file.close()
        #expect(throws: ReadModelError.self) { try copy(model).make(unless: { false }) }
        #expect(try files(model) == [])
    }
}
