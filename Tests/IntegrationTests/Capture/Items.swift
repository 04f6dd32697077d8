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
        let found = try Cells(table, columns, home, projection: table)
        try found.expectEqual(Cells(of: table, columns, capture.database), columns, what)
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
