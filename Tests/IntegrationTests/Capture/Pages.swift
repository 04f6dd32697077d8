// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient

/// A table whose rows hold values too large to stand in line, so that a change that leaves them need not name them.
enum Pages {
    static let table = "pages"
    static let partitions = 3

    static let columns: [TypedColumn] = [
        .integer("id"), .text("title"), .text("body"), .json("meta"), .blob("raw"), .array("tags", "text[]"),
        .array("numbers", "integer[]"),
    ]

    /// Forty pages, the odd ones large in all their columns.
    static func creation(identity: String) -> String {
        """
        CREATE TABLE pages(id integer PRIMARY KEY, title text, body text, meta jsonb, raw bytea, tags text[],
            numbers integer[]);
        ALTER TABLE pages REPLICA IDENTITY \(identity);
        CREATE FUNCTION large() RETURNS text LANGUAGE sql VOLATILE AS
            $$ SELECT string_agg(md5(random()::text || i), '') FROM generate_series(1, 400) i $$;
        INSERT INTO pages SELECT i, 'title ' || i, 'small', '{"n": 1}', '\\x01', '{a,NULL}', '{1,NULL}'
            FROM generate_series(1, 40) i;
        UPDATE pages SET body = large(), meta = to_jsonb(large()), raw = large()::bytea, tags = ARRAY[large(), 'x'],
            numbers = ARRAY(SELECT (random() * 2e9)::integer FROM generate_series(1, 3000)) WHERE id % 2 = 1;
        """
    }

    /// Changes that leave large values; the last ones change keys.
    static let changes = """
        UPDATE pages SET title = title || '!';
        UPDATE pages SET body = large() WHERE id = 3;
        UPDATE pages SET body = 'now small' WHERE id = 5;
        UPDATE pages SET meta = NULL, numbers = '{}' WHERE id = 7;
        UPDATE pages SET raw = '\\x', tags = '{}' WHERE id = 11;
        DELETE FROM pages WHERE id IN (13, 14);
        UPDATE pages SET id = id + 1000 WHERE id <= 10;
        UPDATE pages SET title = 'moved' WHERE id > 1000;
        UPDATE pages SET body = 'b', meta = '{}', raw = '\\x02', tags = '{}', numbers = '{}', id = 1021 WHERE id = 21;
        UPDATE pages SET body = 'later', meta = '{}', raw = '\\x03', tags = '{}', numbers = '{}' WHERE id = 1009;
        """

    /// The keys whose first record does not say all values of the row.
    static let unavailable: Set<Int> = [1001, 1003, 1005, 1007, 1009]

    static func projection(_ topic: String) -> String {
        let replica = columns.dropFirst().map { "\($0.name): \($0.replica)" }.joined(separator: ", ")
        return """
            projection: pages
            sources:
              changes: {topic: \(topic), format: debezium}
            tables:
              pages:
                from: changes
                key: {id: integer}
                columns: {\(replica)}
            queries:
              page:
                sql: SELECT * FROM pages WHERE id = :id
                params: {id: {type: integer, required: true}}
            """
    }

    /// Waits by the file until all that was sent is done: a token that names a held record is refused.
    static func waitUntilDone(_ capture: Capture, _ home: DaemonHome) throws {
        let ends = try capture.topics.lastOffsets()
        try wait(for: "all of pages is done", seconds: 60) {
            guard let file = try? ModelFile(data: home.data, projection: table) else { return false }
            let accounts = try file.accounts(capture.topic(table))
            return ends.allSatisfy { accounts[Int($0.partition)]?.done ?? 0 > $0.offset }
        }
    }

    /// The keys that are held because a value is unavailable, found by the places of their records.
    static func held(_ capture: Capture, _ home: DaemonHome) throws -> Set<Int> {
        let file = try ModelFile(data: home.data, projection: table)
        let rows = try file.select("SELECT partition, \"offset\" FROM _held WHERE code = 'value-unavailable'")
        let keys = try keys(capture)
        return try Set(
            rows.map { row in
                guard let key = keys[row] else { throw TestFailure("no record at \(row)") }
                return key
            })
    }

    /// The key of each record by its partition and offset.
    private static func keys(_ capture: Capture) throws -> [[ModelFile.Value]: Int] {
        struct Key: Decodable {
            var id: Int
        }
        var keys: [[ModelFile.Value]: Int] = [:]
        let places = (0..<Int32(partitions)).map {
            Assignment(topic: capture.topic(table), partition: $0, offset: 0)
        }
        try CommittedLog.read(places, capture.topics.settings) { message in
            let place: [ModelFile.Value] = [.integer(Int64(message.partition)), .integer(message.offset)]
            try message.withBytes { key, _ in
                let text = CommittedLog.text(key) ?? ""
                keys[place] = try JSONDecoder().decode(Key.self, from: Data(text.utf8)).id
            }
        }
        return keys
    }
}
