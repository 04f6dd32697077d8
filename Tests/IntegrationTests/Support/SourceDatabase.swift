// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

/// A PostgreSQL of one test with logical decoding on: a source service's own database.
final class SourceDatabase: Sendable {
    let port = FreePorts.first()
    private let folder: TestFolder

    /// Starts one on a free port.
    init() throws {
        folder = try TestFolder()
        try SharedPart.postgres.run("start", "--port", String(port), "--dir", folder.path + "/postgres")
    }

    deinit { SharedPart.postgres.attempt("stop", "--port", String(port), "--dir", folder.path + "/postgres") }

    /// Runs statements, each its own transaction unless the text says otherwise; returns what they print.
    @discardableResult
    func run(_ sql: String) throws -> String {
        let scratch = try TestFolder()
        try scratch.write("sql", "SET client_min_messages = warning; SET timezone = 'UTC';\n\(sql)")
        let ended = try Script(
            "/usr/bin/env",
            [
                "psql", "--host=127.0.0.1", "--port=\(port)", "--username=postgres", "--no-psqlrc", "--quiet",
                "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1", "--file=\(scratch.path)/sql",
            ])
        try check(ended.status == 0, "psql: \(ended.output.suffix(2_000)) of \(sql.prefix(2_000))")
        return ended.output.trimmingCharacters(in: .newlines)
    }

    /// The rows of a SELECT, by the names of its columns.
    func rows<Row: Decodable>(_ type: Row.Type = Row.self, _ select: String) throws -> [Row] {
        let lines = try run("SELECT row_to_json(r)::text FROM (\(select)) r;")
        return try lines.split(separator: "\n").map { line in
            do {
                return try JSONDecoder().decode(Row.self, from: Data(line.utf8))
            } catch {
                throw TestFailure("\(line) is no row of \(Row.self): \(error)")
            }
        }
    }

    /// Where its log ends now.
    func end() throws -> String { try run("SELECT pg_current_wal_lsn();") }

    /// Whether a reader by this slot has safely passed a place of its log.
    ///
    /// Each question also writes a message into the log: a reader counts as past a change when it has seen the next.
    func hasPassed(_ place: String, slot: String) throws -> Bool {
        try run(
            """
            SELECT pg_logical_emit_message(true, 'fence', '')\\g /dev/null
            SELECT confirmed_flush_lsn >= '\(place)' FROM pg_replication_slots WHERE slot_name = '\(slot)';
            """) == "t"
    }
}
