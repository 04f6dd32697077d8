// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import ReadModel
import SQLite
import Synchronization
import Testing

@Suite struct ModelReaderTests {
    private func clicks(_ reader: ModelReader, _ pages: String) throws -> [Int64] {
        let statement = try reader.statement(0)
        statement.bind(statement.parameterIndex(":pages"), pages)
        statement.bind(statement.parameterIndex(":_limit"), Int64(10))
        defer { statement.reset() }
        var found: [Int64] = []
        while try statement.step() { found.append(statement.integer(1)) }
        return found
    }

    private func renew(_ reader: ModelReader, _ generation: Generation) throws {
        try reader.renew(at: generation.commits.load(ordering: .acquiring))
    }

    @Test("R32: position and rows are of one cut, and a held snapshot sees no later commit until it is renewed")
    func oneCut() throws {
        let model = try Model(Definitions.pages)
        let generation = Generation(file: model.file, projection: model.projection)
        try model.commit(Record(nil, #"{"page":"p"}"#))
        generation.noteCommit()
        try generation.readers.withReader { reader in
            try renew(reader, generation)
            #expect(try clicks(reader, #"["p"]"#) == [1])
            #expect(reader.positions.map(\.next) == [1])
            try model.commit(Record(nil, #"{"page":"p"}"#))
            try renew(reader, generation)
            #expect(try clicks(reader, #"["p"]"#) == [1])
            #expect(reader.positions.map(\.next) == [1])
            generation.noteCommit()
            try renew(reader, generation)
            #expect(try clicks(reader, #"["p"]"#) == [2])
            #expect(reader.positions.map(\.next) == [2])
        }
    }

    @Test("R32: while a writer commits, each snapshot's rows are those of its position")
    func manyCuts() throws {
        let model = try Model(Definitions.pages)
        let generation = Generation(file: model.file, projection: model.projection)
        for number in 1...200 {
            try model.commit(Record(nil, #"{"page":"p"}"#), Record(nil, #"{"page":"q"}"#))
            if number.isMultiple(of: 3) { generation.noteCommit() }
            try generation.readers.withReader { reader in
                try renew(reader, generation)
                let counts = try clicks(reader, #"["p","q"]"#)
                #expect(counts.reduce(0, +) == reader.positions[0].next)
                #expect(counts[0] == counts[1])
            }
        }
    }

    @Test("R32: a held snapshot keeps the log; once released, a truncating checkpoint empties it")
    func checkpoint() throws {
        let model = try Model(Definitions.pages)
        let generation = Generation(file: model.file, projection: model.projection)
        try model.commit(Record(nil, #"{"page":"p"}"#))
        try generation.readers.withReader { try renew($0, generation) }
        for _ in 0..<20 { try model.commit(Record(nil, #"{"page":"p"}"#)) }
        let bytes = model.writer.logBytes
        _ = try model.writer.checkpoint(truncating: false)
        #expect(model.writer.logBytes == bytes)
        try model.commit(Record(nil, #"{"page":"p"}"#))
        #expect(model.writer.logBytes > bytes)
        generation.readers.releaseSnapshots()
        #expect(try model.writer.checkpoint(truncating: true))
        #expect(model.writer.logBytes == 0)
        #expect(try model.rows("SELECT clicks FROM pages") == ["22"])
    }

    @Test func `a reader reads lists by json_each, and can neither write nor see what is ours`() throws {
        let model = try Model(Definitions.pages)
        let generation = Generation(file: model.file, projection: model.projection)
        for page in ["p", "q", "r"] { try model.commit(Record(nil, #"{"page":"\#(page)"}"#)) }
        try generation.readers.withReader { reader in
            try renew(reader, generation)
            #expect(try clicks(reader, #"["p","r","x"]"#) == [1, 1])
            #expect(try clicks(reader, "[]") == [])
            let connection = try reader.statement(0).connection
            for sql in [
                "DELETE FROM main.pages", "CREATE TABLE t (a)", "ATTACH ':memory:' AS m", "PRAGMA user_version = 5",
            ] {
                #expect(throws: SQLiteError.self) { try connection.execute(sql) }
            }
        }
    }

    @Test func `readers are used again, and those that nobody waits for are dropped`() throws {
        let model = try Model(Definitions.pages)
        let generation = Generation(file: model.file, projection: model.projection)
        let first = try generation.readers.withReader { ObjectIdentifier($0) }
        try generation.readers.withReader { reader in
            #expect(ObjectIdentifier(reader) == first)
            try generation.readers.withReader { #expect(ObjectIdentifier($0) != first) }
        }
        #expect(throws: ReadModelError.self) {
            let absent = GenerationFile(path: model.file.path + ".absent", number: 2)
            try Generation(file: absent, projection: model.projection).readers.withReader { _ in }
        }
    }
}
