// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import SQLite

extension GenerationSchema {
    /// Writes what the file says of itself, and gives each topic its source's place, in the open transaction.
    static func describe(_ projection: Projection, number: Int, on connection: Connection) throws(SQLiteError) {
        let meta = try connection.prepare("INSERT OR REPLACE INTO _meta (name, value) VALUES (?1, ?2)")
        for (name, value) in [
            ("projection", projection.name), ("generation", String(number)), ("definition", projection.text),
            ("file", projection.file), ("sqlite", Connection.sqliteVersion), ("format", String(formatVersion)),
        ] {
            meta.bind(1, name)
            meta.bind(2, value)
            try meta.run()
        }
        try connection.execute("DELETE FROM _meanings")
        let meaning = try connection.prepare("INSERT INTO _meanings (kind, name, hash) VALUES (?1, ?2, ?3)")
        for entry in DefinitionMeaning(projection).hashes {
            meaning.bind(1, entry.kind)
            meaning.bind(2, entry.name)
            meaning.bind(3, entry.hash)
            try meaning.run()
        }
        for table in ["_positions", "_held"] {
            let place = try connection.prepare("UPDATE \(table) SET source = ?2 WHERE topic = ?1 AND source <> ?2")
            for (index, source) in projection.sources.enumerated() {
                place.bind(1, source.topic)
                place.bind(2, Int64(index))
                try place.run()
            }
        }
    }
}
