// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import SQLite
import Testing

struct StatementTests {
    let connection: Connection

    init() throws {
        connection = try Connection(path: "", mode: .memory)
    }

    @Test("values come back as they were bound")
    func roundTrip() throws {
        let statement = try connection.prepare("SELECT ?1, ?2, ?3, ?4, ?5, ?6")
        statement.bind(1, Int64.min)
        statement.bind(2, 0.1)
        statement.bind(3, "é\u{0}x")
        statement.bind(4, "")
        statement.bind(5, blob: [0, 255])
        statement.bindNull(6)
        #expect(try statement.step())
        #expect(statement.integer(0) == Int64.min)
        #expect(statement.real(1) == 0.1)
        #expect(statement.text(2) == "é\u{0}x")
        #expect(statement.kind(3) == .text && statement.text(3).isEmpty)
        #expect(statement.blob(4) == [0, 255])
        #expect(statement.kind(5) == .null)
        #expect(try !statement.step())
    }

    @Test("an empty blob is no NULL")
    func emptyBlob() throws {
        let statement = try connection.prepare("SELECT ?1")
        statement.bind(1, blob: [])
        #expect(try statement.step())
        #expect(statement.kind(0) == .blob)
    }

    @Test("a second statement behind the first is refused, with its place")
    func twoStatements() throws {
        let failure = #expect(throws: SQLiteError.self) { try connection.prepare("SELECT 1; DROP TABLE t") }
        #expect(failure?.offset == 10)
        _ = try connection.prepare("SELECT 1 ; \n")
    }

    @Test("an error has SQLite's words and the place")
    func syntaxError() throws {
        let failure = #expect(throws: SQLiteError.self) { try connection.prepare("SELECT x FROM nowhere") }
        #expect(failure?.message == "no such table: nowhere")
        let typo = #expect(throws: SQLiteError.self) { try connection.prepare("SELECT 1 +") }
        #expect(typo?.kind == .other)
    }

    @Test("a statement that exceeds its budget is interrupted, and the next one runs")
    func budget() throws {
        connection.watchSteps()
        connection.allow(steps: 10_000)
        let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        let failure = #expect(throws: SQLiteError.self) { try connection.integer(endless) }
        #expect(failure?.kind == .interrupted)
        connection.allow(steps: 10_000)
        #expect(try connection.integer("SELECT 1") == 1)
    }

    @Test("S17: a hardened connection with an authorizer runs SELECTs of what it allows, nothing else")
    func authorizer() throws {
        try connection.execute("CREATE TABLE t(a, b); CREATE TABLE secret(a)")
        connection.harden()
        connection.authorize { access in
            switch access {
            case .select, .read("t", _, _), .function("count"): true
            default: false
            }
        }
        #expect(try connection.integer("SELECT count(a) FROM t") == 0)
        for forbidden in [
            "SELECT a FROM secret", "ATTACH 'x' AS y", "PRAGMA hard_heap_limit = 1", "VACUUM INTO 'x'",
            "DELETE FROM t", "SELECT randomblob(5) FROM t",
        ] {
            #expect(throws: SQLiteError.self, "\(forbidden)") { try connection.prepare(forbidden).run() }
        }
    }

    @Test("a statement keeps its connection open")
    func lifetime() throws {
        let statement = try Connection(path: "", mode: .memory).prepare("SELECT 7")
        #expect(try statement.step())
        #expect(statement.integer(0) == 7)
    }
}
