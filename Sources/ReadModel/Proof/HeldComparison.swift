// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events
internal import SQLite

/// Which keys the two generations of a pair hold otherwise, and which rows that leaves out of the comparison (R28).
struct HeldComparison {
    /// By key, or by record without one: whether it is held anew, else its rows are left out.
    static let schema = """
        CREATE TEMP TABLE _differing (topic TEXT NOT NULL, key BLOB, partition INTEGER NOT NULL,
            "offset" INTEGER NOT NULL, code TEXT, anew INTEGER NOT NULL);
        CREATE INDEX temp._differing__keys ON _differing (topic, key);
        """

    private let connection: Connection
    private let projection: Projection

    /// Finds the keys.
    init(_ pair: GenerationPair, _ projection: Projection) throws(SQLiteError) {
        connection = pair.connection
        self.projection = projection
        try connection.execute("DELETE FROM temp._differing; DELETE FROM temp._left_out")
        try connection.execute(HeldComparison.findKeys)
        try connection.execute(HeldComparison.findRecords)
    }

    /// The first held record of each key, and whether the key was met in two partitions.
    private static func firsts(_ side: GenerationPair.Side) -> String {
        let twice = RecordFault.Code.keyInTwoPartitions.rawValue
        return """
            SELECT topic, key, partition, min("offset"), code, sum(code IS '\(twice)') > 0
            FROM \(side.name("_held")) WHERE key IS NOT NULL GROUP BY topic, key
            """
    }

    private static let findKeys = """
        WITH o(topic, key, partition, place, code, twice) AS (\(firsts(.live))),
            n(topic, key, partition, place, code, twice) AS (\(firsts(.new)))
        INSERT INTO temp._differing
        SELECT o.topic, o.key, o.partition, o.place, o.code, 0 FROM o LEFT JOIN n ON n.topic = o.topic AND n.key = o.key
        WHERE o.twice OR ifnull(n.twice, 0) OR n.place IS NULL OR n.place > o.place
        UNION ALL
        SELECT n.topic, n.key, n.partition, n.place, n.code, NOT n.twice
        FROM n LEFT JOIN o ON o.topic = n.topic AND o.key = n.key
        WHERE o.place IS NULL OR NOT o.twice AND NOT n.twice AND n.place < o.place
        """

    private static let findRecords = """
        INSERT INTO temp._differing
        SELECT topic, NULL, partition, "offset", code, 0 FROM \(GenerationPair.Side.live.name("_held")) AS h
        WHERE key IS NULL AND NOT \(isHeld(.new))
        UNION ALL SELECT topic, NULL, partition, "offset", code, 1 FROM \(GenerationPair.Side.new.name("_held")) AS h
        WHERE key IS NULL AND NOT \(isHeld(.live))
        """

    private static func isHeld(_ side: GenerationPair.Side) -> String {
        """
        EXISTS (SELECT 1 FROM \(side.name("_held")) AS x WHERE x.topic = h.topic AND x.partition = h.partition
            AND x."offset" = h."offset")
        """
    }

    /// The keys that are held anew, or those that are left out.
    func keys(anew: Bool) throws(SQLiteError) -> Proof.HeldKeys {
        let condition = "WHERE anew = \(anew ? 1 : 0)"
        let statement = try connection.prepare(
            """
            SELECT topic, key, partition, "offset", code FROM temp._differing \(condition)
            ORDER BY topic, partition, "offset" LIMIT \(Proof.examplesMax)
            """)
        var keys = Proof.HeldKeys(
            count: try connection.integer("SELECT count(*) FROM temp._differing \(condition)") ?? 0)
        while try statement.step() {
            let key = statement.kind(1) == .null ? nil : String(decoding: statement.blob(1), as: UTF8.self)
            let code = statement.kind(4) == .null ? "" : statement.text(4)
            keys.first.append(
                Proof.Held(
                    key: key, place: "\(statement.text(0))/\(statement.integer(2))@\(statement.integer(3))", code: code)
            )
        }
        return keys
    }

    /// Notes which rows of a table are left out; false if that cannot be told by its rows, though there are some.
    func leaveOut(of relation: ProofRelation) throws(SQLiteError) -> Bool {
        guard let place = relation.table else { return true }
        let table = projection.tables[place]
        let topic = projection.sources[table.source].topic
        let any = try connection.prepare("SELECT EXISTS (SELECT 1 FROM temp._differing WHERE topic = ?1 AND anew = 0)")
        any.bind(1, topic)
        guard try any.step(), any.integer(0) == 1 else { return true }
        guard relation.recordKeyCount > 0 else { return false }
        if table.kind == .append {
            try leaveOutRecords(of: relation, topic)
        } else {
            try leaveOutKeys(of: relation, source: table.source, place, topic)
        }
        return true
    }

    /// Rows that are records: those of the keys' held records.
    private func leaveOutRecords(of relation: ProofRelation, _ topic: String) throws(SQLiteError) {
        let ofKeys = [GenerationPair.Side.live, .new].map { side in
            """
            SELECT ?1, _hash(h.partition << 48 | h."offset") FROM \(side.name("_held")) AS h
            JOIN temp._differing AS d ON d.topic = h.topic AND d.key = h.key WHERE h.topic = ?2 AND d.anew = 0
            """
        }
        let alone = """
            SELECT ?1, _hash(partition << 48 | "offset") FROM temp._differing
            WHERE topic = ?2 AND anew = 0 AND key IS NULL
            """
        for rows in ofKeys + [alone] {
            let statement = try connection.prepare("INSERT OR IGNORE INTO temp._left_out " + rows)
            statement.bind(1, relation.name)
            statement.bind(2, topic)
            try statement.run()
        }
    }

    private func leaveOutKeys(
        of relation: ProofRelation, source: Int, _ table: Int, _ topic: String
    ) throws(SQLiteError) {
        let reader = RecordKeyReader(projection, source: source)
        let keys = try connection.prepare(
            "SELECT key FROM temp._differing WHERE topic = ?1 AND anew = 0 AND key IS NOT NULL")
        keys.bind(1, topic)
        let places = (0..<relation.recordKeyCount).map { "?\($0 + 2)" }.joined(separator: ", ")
        let insert = try connection.prepare("INSERT OR IGNORE INTO temp._left_out SELECT ?1, _hash(\(places))")
        while try keys.step() {
            guard let values = reader.values(of: keys.blob(0), table: table, count: relation.recordKeyCount) else {
                continue
            }
            insert.bind(1, relation.name)
            for (index, value) in values.enumerated() { insert.bind(Int32(index + 2), value) }
            try insert.run()
        }
    }
}

extension Statement {
    fileprivate func bind(_ index: Int32, _ value: StoredValue) {
        switch value {
        case .null: bindNull(index)
        case .integer(let value): bind(index, value)
        case .real(let value): bind(index, value)
        case .text(let value): bind(index, value)
        case .blob(let value): bind(index, blob: value)
        }
    }
}
