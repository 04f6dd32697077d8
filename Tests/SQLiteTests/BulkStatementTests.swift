// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import SQLite
import Testing

struct BulkStatementTests {
    let connection: Connection

    init() throws {
        connection = try Connection(path: "", mode: .memory)
        try connection.execute("CREATE TABLE t (k INTEGER PRIMARY KEY, v TEXT, b BLOB, r REAL) STRICT")
    }

    private func bulk(guarded: String = "") throws -> BulkStatement {
        try BulkStatement(connection, columns: 4) {
            "INSERT OR ROLLBACK INTO t \($0) ON CONFLICT (k) DO UPDATE SET v = excluded.v, r = excluded.r\(guarded)"
        }
    }

    /// Adds rows whose texts all lie in one place that stays.
    private func add(_ numbers: Range<Int>, text: StaticString, to bulk: BulkStatement) throws {
        for number in numbers {
            bulk.set(0, Int64(number))
            unsafe bulk.set(1, borrowedText: text.utf8Start, count: text.utf8CodeUnitCount)
            unsafe bulk.set(2, borrowedBlob: text.utf8Start, count: 0)
            if number % 2 == 0 { bulk.set(3, 0.5) } else { bulk.setNull(3) }
            try bulk.endRow()
        }
    }

    @Test("rows are written once a run is full, and the rest when asked")
    func runs() throws {
        let bulk = try bulk()
        try add(0..<BulkStatement.rowsMax + 7, text: "é", to: bulk)
        #expect(try connection.integer("SELECT count(*) FROM t") == Int64(BulkStatement.rowsMax))
        #expect(bulk.row == 7)
        try bulk.run()
        try bulk.run()
        let found = try connection.text(
            """
            SELECT format('%d %d %s %s %d %d %g', count(*), sum(k), min(v), max(v), sum(typeof(b) = 'blob'),
                sum(r IS NULL), sum(r)) FROM t
            """)
        #expect(found == "263 34453 é é 263 131 66")
        #expect(bulk.unchangedRows == 0)
    }

    @Test("rows that a condition leaves as they are are counted")
    func unchanged() throws {
        try connection.execute("INSERT INTO t (k, v) VALUES (1, 'kept'), (2, 'old')")
        let bulk = try bulk(guarded: " WHERE v <> 'kept'")
        try add(0..<4, text: "new", to: bulk)
        try bulk.run()
        #expect(bulk.unchangedRows == 1)
        #expect(try connection.text("SELECT group_concat(v) FROM (SELECT v FROM t ORDER BY k)") == "new,kept,new,new")
    }

    @Test("an error ends the transaction, and the statement can be used again")
    func failure() throws {
        try connection.execute("CREATE TRIGGER no AFTER INSERT ON t WHEN new.k = 5 BEGIN SELECT raise(FAIL, 'no'); END")
        let bulk = try bulk()
        try connection.execute("BEGIN")
        try add(0..<8, text: "x", to: bulk)
        #expect(throws: SQLiteError.self) { try bulk.run() }
        if connection.isInTransaction { try connection.execute("ROLLBACK") }
        #expect(try connection.integer("SELECT count(*) FROM t") == 0)
        try add(0..<2, text: "y", to: bulk)
        try bulk.run()
        #expect(try connection.integer("SELECT count(*) FROM t") == 2)
    }

    @Test("two of one connection do not see each other's rows, and one that is gone takes none along")
    func several() throws {
        let kept = try bulk()
        do {
            let gone = try bulk()
            try add(0..<1, text: "a", to: gone)
            try add(10..<12, text: "b", to: kept)
            try gone.run()
        }
        try kept.run()
        #expect(try connection.text("SELECT group_concat(k || v) FROM (SELECT * FROM t ORDER BY k)") == "0a,10b,11b")
    }
}
