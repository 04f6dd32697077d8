// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
public import SQLite

extension ViewCheck {
    /// The keys that one statement adds to a temporary table.
    private static let keysPerInsert = 250

    /// Compares the rows of some keys of one view with those that its SELECT gives for them.
    ///
    /// The keys are some that the view has, and as many that its tables say it should have. A view whose rows are not
    /// told apart by result columns is compared whole.
    ///
    /// - Parameters:
    ///   - view: The view's name.
    ///   - count: How many keys are taken of the view, and as many of the rows that its SELECT reads.
    ///   - seed: What chooses them: the same seed chooses the same keys of the same rows.
    ///   - connection: A connection with an open read transaction.
    ///   - examples: How many differing rows are told at most.
    public func compare(
        _ view: String, keys count: Int, seed: UInt64, on connection: Connection, examples: Int = 5
    ) throws(SQLiteError) -> ViewDifference {
        guard let found = views.first(where: { $0.name == view }), let key = SampleKey(found.select, relations) else {
            return try compare(view, on: connection, examples: examples)
        }
        var choice = RandomChoice(seed: seed)
        try connection.execute(SampleKey.create(SampleKey.table, columns: key.places.count))
        let shown = key.places.map { found.columns[$0].name.quoted }
        var tuples = try chosen("SELECT \(SampleKey.tuple(shown)) FROM \(view.quoted)", count, &choice, connection)
        for arm in found.select.arms.indices {
            tuples += try expected(key, arm, count, &choice, connection)
        }
        let distinct = Set(tuples)
        try insert(distinct, into: SampleKey.table, connection)
        let withNulls = try hasNulls(SampleKey.table, key.places.count, connection)
        let values = key.places.map { SQLExpression.column(nil, found.columns[$0].name) }
        let condition = SelectPrinter().text(SampleKey.isChosen(values, in: SampleKey.table, withNulls: withNulls))
        let anew = SelectPrinter().text(key.restricted(unordered(found.select), withNulls: withNulls))
        let sql = query(found, kept: "SELECT * FROM \(view.quoted) WHERE \(condition)", anew: anew)
        var difference = try difference(view, sql, on: connection, examples: examples)
        difference.keys = distinct.count
        try connection.execute("DROP TABLE temp.\(SampleKey.table.quoted)")
        return difference
    }

    /// Keys that an arm of the SELECT has.
    private func expected(
        _ key: SampleKey, _ arm: Int, _ count: Int, _ choice: inout RandomChoice, _ connection: Connection
    ) throws(SQLiteError) -> [String] {
        guard let base = key.base(ofArm: arm) else {
            return try chosen(key.keys(ofArm: arm, withNulls: false), count, &choice, connection)
        }
        let rows = "SELECT \(SampleKey.tuple(base.key.map(\.quoted))) FROM \(base.name.quoted)"
        try connection.execute(SampleKey.create(SampleKey.baseTable, columns: base.key.count))
        try insert(Set(try chosen(rows, count, &choice, connection)), into: SampleKey.baseTable, connection)
        let withNulls = try hasNulls(SampleKey.baseTable, base.key.count, connection)
        let keys = try chosen(key.keys(ofArm: arm, withNulls: withNulls), count, &choice, connection)
        try connection.execute("DROP TABLE temp.\(SampleKey.baseTable.quoted)")
        return keys
    }

    /// Some of the texts that a query gives.
    private func chosen(
        _ sql: String, _ count: Int, _ choice: inout RandomChoice, _ connection: Connection
    ) throws(SQLiteError) -> [String] {
        let statement = try connection.prepare(sql)
        var texts: [String] = []
        var seen = 0
        while try statement.step() {
            if let place = choice.place(after: seen, most: count) {
                if place == texts.count { texts.append(statement.text(0)) } else { texts[place] = statement.text(0) }
            }
            seen += 1
        }
        return texts
    }

    private func insert(_ tuples: Set<String>, into table: String, _ connection: Connection) throws(SQLiteError) {
        var rest = tuples.sorted()[...]
        while !rest.isEmpty {
            let some = rest.prefix(Self.keysPerInsert)
            rest = rest.dropFirst(Self.keysPerInsert)
            try connection.execute("INSERT INTO temp.\(table.quoted) VALUES \(some.joined(separator: ", "))")
        }
    }

    private func hasNulls(_ table: String, _ columns: Int, _ connection: Connection) throws(SQLiteError) -> Bool {
        let isNull = (0..<columns).map { "k\($0) IS NULL" }.joined(separator: " OR ")
        return try connection.integer("SELECT EXISTS (SELECT 1 FROM temp.\(table.quoted) WHERE \(isNull))") == 1
    }
}
