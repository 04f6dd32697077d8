// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Synchronization

/// A source service's own database, of one test.
final class SourceDatabase: Sendable {
    private static let count = Atomic<Int>(0)
    /// How long a reader of its log may take to leave, in seconds.
    private static let leaveS = 20.0

    /// Also the name of the slot by which its log is to be read, since a server's slots share one space of names.
    let name = "source_\(count.add(1, ordering: .relaxed).newValue)"
    private let server: SourceServer

    /// Makes an empty one.
    init() throws {
        server = try SourceServer.shared()
        try server.run("CREATE DATABASE \(name);")
    }

    deinit {
        let slot = "pg_replication_slots WHERE slot_name = '\(name)'"
        try? wait(for: "nobody reads the log", seconds: Self.leaveS) {
            try server.run("SELECT count(*) FROM \(slot) AND active;") == "0"
        }
        _ = try? server.run(
            "SELECT pg_drop_replication_slot(slot_name) FROM \(slot); DROP DATABASE \(name) WITH (FORCE);")
    }

    var port: Int { server.port }

    /// Runs statements, each its own transaction unless the text says otherwise; returns what they print.
    @discardableResult
    func run(_ sql: String) throws -> String { try server.run(sql, in: name) }

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

    /// Where its log ends now; empty while nobody has begun to read it, who counts as having read what was before.
    func end() throws -> String {
        try run(
            """
            \(Self.fence)
            SELECT pg_current_wal_lsn() FROM pg_replication_slots
            WHERE slot_name = '\(name)' AND confirmed_flush_lsn IS NOT NULL;
            """)
    }

    /// Whether the reader of its log has safely passed a place.
    func hasPassed(_ place: String) throws -> Bool {
        try run(
            """
            \(Self.fence)
            SELECT confirmed_flush_lsn >= '\(place)' FROM pg_replication_slots WHERE slot_name = '\(name)';
            """) == "t"
    }

    /// Writes a message into the log: a reader counts as past a change when it has seen the next.
    private static let fence = "SELECT pg_logical_emit_message(true, 'fence', '')\\g /dev/null"
}
