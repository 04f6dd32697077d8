// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A small table under change: items, replicated by a projection of the same name.
enum Items {
    static let table = "items"

    static let columns: [TypedColumn] = [
        .integer("id"), .text("name"), .decimal("amount", "numeric(12,2)", digits: 2),
        .timestamp("at", "timestamptz"), .json("doc"), .boolean("flag"),
    ]

    static let creation = """
        CREATE TABLE items(id integer PRIMARY KEY, name text, amount numeric(12,2), at timestamptz, doc jsonb,
            flag boolean DEFAULT true);
        """

    static func projection(_ topic: String) -> String {
        let replica = columns.dropFirst().map { "\($0.name): \($0.replica)" }.joined(separator: ", ")
        return """
            projection: items
            sources:
              changes: {topic: \(topic), format: debezium, decimals: base64, times: adaptive}
            tables:
              items:
                from: changes
                key: {id: integer}
                columns: {\(replica)}
                history: true
            queries:
              item:
                sql: SELECT * FROM items WHERE id = :id
                params: {id: {type: integer, required: true}}
            """
    }

    /// Waits until the daemon has all that was sent, and holds the replica equal to the source.
    static func expectEqual(_ capture: Capture, _ daemon: Daemon, _ home: DaemonHome, _ what: String) throws {
        try capture.waitUntilSent()
        try daemon.waitUntilDone(capture.topics.lastOffsets(), projection: table, seconds: 60)
        let wanted = try Cells(of: table, columns, capture.database)
        try Cells(table, columns, home, projection: table).expectEqual(wanted, columns, what)
        let open = "(SELECT * FROM items_history WHERE valid_to = '9999-12-31T23:59:59.999999Z')"
        try Cells(open, columns, home, projection: table).expectEqual(wanted, columns, "\(what), the open versions")
        try expectNoOverlaps(home, what)
    }

    /// Holds that no moment has two versions of a row, whatever was sent twice.
    private static func expectNoOverlaps(_ home: DaemonHome, _ what: String) throws {
        let overlaps = try ModelFile(data: home.data, projection: table).select(
            """
            SELECT id, valid_from, valid_to, next FROM (
                SELECT id, valid_from, valid_to, lead(valid_from) OVER (PARTITION BY id ORDER BY valid_from) AS next
                FROM items_history)
            WHERE valid_from >= valid_to OR next < valid_to
            """)
        try check(overlaps.isEmpty, "\(what): versions overlap: \(overlaps.prefix(5))")
    }

    /// Holds every record applied, or ignored where it is no change of a row; none held.
    static func expectNoneHeld(_ capture: Capture, _ home: DaemonHome) throws {
        let accounts = try ModelFile(data: home.data, projection: table).accounts(capture.topic(table))
        for (partition, account) in accounts {
            try check(
                account.held == 0 && account.skipped == 0
                    && account.delivered == account.applied + account.ignored,
                "items/\(partition): \(account)")
        }
    }
}
