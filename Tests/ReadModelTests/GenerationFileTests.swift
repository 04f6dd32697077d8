// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import ReadModel
import SQLite
import Testing

@Suite struct GenerationFileTests {
    @Test("R25: declared columns come first, tables are STRICT, and a plain INSERT of declared columns works")
    func shape() throws {
        let model = try Model(Definitions.orders + "\n    index: [\"status, total DESC\"]")
        #expect(
            try model.rows("SELECT name FROM pragma_table_info('orders') ORDER BY cid")
                == ["'order_id'", "'status'", "'total'", "'lines'", "'placed_at'", "'note'", "'_at'"])
        #expect(
            try model.rows("SELECT DISTINCT strict FROM pragma_table_list WHERE schema = 'main' AND name = 'orders'")
                == ["1"])
        let indexes = "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'orders' AND sql IS NOT NULL"
        #expect(try model.rows(indexes) == ["'orders__i1'"])
        let plain = try Connection(path: model.file.path, mode: .readWrite)
        try plain.execute(
            "INSERT INTO orders (order_id, status, total, lines, placed_at, note) VALUES ('x', 's', 1, 2, 't', 'n')")
        #expect(try model.table("orders") == ["'x', 's', 1, 2, 't', 'n'"])
        #expect(throws: SQLiteError.self) {
            try plain.execute("INSERT INTO orders (order_id, total) VALUES ('y', 'z')")
        }
    }

    @Test("R25: whatever is ours begins with _ or holds __, and the file says that it is ours")
    func ours() throws {
        let model = try Model(Definitions.orders)
        let others = "SELECT name FROM sqlite_schema WHERE name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'"
        #expect(try model.rows(others) == ["'orders'"])
        #expect(try model.rows("PRAGMA application_id") == [String(0x7072_6a64)])
        #expect(try model.rows("PRAGMA user_version") == ["2"])
        #expect(try model.rows("PRAGMA journal_mode") == ["'wal'"])
        #expect(try model.rows("SELECT value FROM _meta WHERE name = 'generation'") == ["'1'"])
    }

    @Test("R26: the whole text of the definition and the hashes of its meaning are in the file")
    func definition() throws {
        let model = try Model(Definitions.pages)
        let stored = try model.file.storedDefinition(of: "shop")
        #expect(stored.text == Definitions.pages)
        #expect(stored.file == "shop.yaml")
        #expect(stored.rows == DefinitionMeaning(model.projection).rows)
        #expect(stored.rows.count == 1)
        #expect(
            try model.rows("SELECT kind, name, length(hash) FROM _meanings ORDER BY 1")
                == ["'query', 'pages', 16", "'table', 'pages', 16"])
    }

    @Test(
        "R26: how a definition is written, and its queries, do not change what its tables mean",
        arguments: [
            ("clicks: clicks + 1", "clicks: 'clicks+1'"), ("clicks: clicks + 1", "clicks: clicks + 1  # one more"),
            ("SELECT page, clicks", "SELECT page, clicks, spent"),
            ("projection: shop", "projection: shop\ndescription: x"),
            ("{clicks: integer, spent", "{clicks: integer,   spent"),
        ])
    func sameMeaning(part: String, replacement: String) throws {
        let changed = Definitions.pages.replacing(part, with: replacement)
        #expect(changed != Definitions.pages)
        let one = try DefinitionMeaning(Definitions.read(Definitions.pages))
        let other = try DefinitionMeaning(Definitions.read(changed))
        #expect(one.rows == other.rows)
    }

    @Test(
        "R26: what feeds a table, its columns and its indexes are what it means",
        arguments: [
            ("clicks: clicks + 1", "clicks: clicks + 2"), ("spent: decimal(2)", "spent: decimal(3)"),
            ("{topic: clicks}", "{topic: other}"), ("queries:", "    index: [clicks]\nqueries:"),
            ("key: {page: $.page text}", "key: {page: $.url text}"), ("{topic: clicks}", "{topic: clicks, time: $.at}"),
            ("last_at: max(last_at, $time)", "last_at: min(last_at, $time)"), ("$.word", "$.name"),
            ("\"*\":", "Clicked:"),
        ])
    func otherMeaning(part: String, replacement: String) throws {
        var changed = Definitions.pages.replacing(part, with: replacement)
        if replacement == "Clicked:" {
            changed = changed.replacing("{topic: clicks}", with: "{topic: clicks, type: $.t}")
        }
        let one = try DefinitionMeaning(Definitions.read(Definitions.pages))
        let other = try DefinitionMeaning(Definitions.read(changed))
        #expect(one.rows != other.rows)
    }

    @Test func `a file of another program, format or projection is refused`() throws {
        let model = try Model(Definitions.orders)
        func refusal(_ name: String, after sql: String) throws -> ReadModelError? {
            try Connection(path: model.file.path, mode: .readWrite).execute(sql)
            return #expect(throws: ReadModelError.self) { try model.file.storedDefinition(of: name) }
        }
        #expect(
            try refusal("other", after: "SELECT 1")?.message.hasSuffix("belongs to projection shop, not to other")
                == true)
        let newer = try refusal("shop", after: "PRAGMA user_version = 99")
        #expect(newer?.code == .notOurs)
        #expect(newer?.message.hasSuffix("has format 99, this projectord has 2") == true)
        #expect(try refusal("shop", after: "PRAGMA application_id = 5")?.code == .notOurs)
        #expect(throws: ReadModelError.self) {
            try ModelWriter(file: model.file, projection: model.projection, isCareful: false, onPoint: { _ in })
        }
        let absent = GenerationFile(path: model.file.path + ".absent", number: 2)
        #expect(throws: ReadModelError.self) { try absent.storedDefinition(of: "shop") }
    }
}
