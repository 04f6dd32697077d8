// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

extension Store {
    /// AUTOINCREMENT never gives an id twice, and a rollback takes its ids back: they stay dense.
    static let outboxSchema = [
        """
        CREATE TABLE IF NOT EXISTS outbox(
          id INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL, key TEXT NOT NULL, type TEXT NOT NULL,
          payload TEXT, time_ms INTEGER NOT NULL) STRICT
        """,
        "CREATE TABLE IF NOT EXISTS relayed(only INTEGER PRIMARY KEY CHECK (only = 1), next INTEGER NOT NULL) STRICT",
        "INSERT OR IGNORE INTO relayed VALUES (1, 1)",
    ]

    /// The next rows to publish, from this id on.
    func outbox(from id: Int64, limit: Int) throws(ShopError) -> [OutboxRow] {
        try read { transaction throws(ShopError) in
            try transaction.rows(
                "SELECT id, topic, key, type, payload, time_ms FROM outbox WHERE id >= ?1 ORDER BY id LIMIT ?2",
                .integer(id), .integer(Int64(limit))
            ).map { row in
                OutboxRow(
                    id: row.integer(0), topic: row.text(1), key: row.text(2), type: row.text(3),
                    payload: row.optionalText(4), timeMs: row.integer(5))
            }
        }
    }

    /// The id of the newest row that was ever in the outbox; 0 if there was none.
    func lastOutboxID() throws(ShopError) -> Int64 {
        try read { transaction throws(ShopError) in
            try transaction.rows("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'").first?.integer(0) ?? 0
        }
    }

    /// Up to which id rows are known to be published; a note that may be late, never the relay's position.
    func notedPosition() throws(ShopError) -> Int64 {
        try read { transaction throws(ShopError) in
            try transaction.rows("SELECT next FROM relayed").first?.integer(0) ?? 1
        }
    }

    /// Notes what is published for sure, and deletes published rows that are over the limits.
    func forgetPublished(before position: Int64, limits: RelayLimits) throws(ShopError) {
        let oldestMs = Timestamp.nowMs - Int64(limits.keepMs)
        try write { transaction throws(ShopError) in
            try transaction.run("UPDATE relayed SET next = ?1 WHERE next < ?1", .integer(position))
            try transaction.run(
                "DELETE FROM outbox WHERE id < ?1 AND (id < ?2 OR time_ms < ?3)", .integer(position),
                .integer(position - Int64(limits.keepRows)), .integer(oldestMs))
        }
    }
}

extension Transaction {
    /// Adds a change to the outbox; it is published if this transaction commits, and only then.
    func publish(
        _ service: ShopService, key: String, type: String, _ payload: some Encodable, timeMs: Int64
    ) throws(ShopError) {
        let text = String(decoding: try JSONText.bytes(payload), as: UTF8.self)
        try add(service, key, type, .text(text), timeMs)
    }

    /// Adds a tombstone: whoever copies the rows deletes the one of this key.
    func publishTombstone(_ service: ShopService, key: String, type: String, timeMs: Int64) throws(ShopError) {
        try add(service, key, type, .null, timeMs)
    }

    private func add(
        _ service: ShopService, _ key: String, _ type: String, _ payload: Field, _ timeMs: Int64
    ) throws(ShopError) {
        try run(
            "INSERT INTO outbox(topic, key, type, payload, time_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
            .text(service.topic), .text(key), .text(type), payload, .integer(timeMs))
    }
}
