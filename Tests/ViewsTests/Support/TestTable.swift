// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events

/// A table of the tests, and what its rows are made of.
struct TestTable {
    var relation: Relation
    /// A random row; its first values are the key.
    var row: @Sendable (inout SeededRandom) -> [TestValue]

    var name: String { relation.name }
    var keyCount: Int { relation.key.count }

    private init(
        _ name: String, _ key: [String], _ columns: [(String, ValueType)],
        _ row: @escaping @Sendable (inout SeededRandom) -> [TestValue]
    ) {
        relation = Relation(
            name: name, kind: .table,
            columns: columns.map { Relation.Column($0.0, $0.1, isNullable: !key.contains($0.0)) }, key: key)
        self.row = row
    }

    /// Customers, orders, items, employees and products, with few values and many NULLs.
    static let all: [TestTable] = [
        TestTable(
            "c", ["id"], [("id", .integer), ("name", .text), ("region", .text), ("tier", .integer)]
        ) { random in
            [
                .number(random.below(6)), .word(random.pick(["ann", "bob", nil])),
                .word(random.pick(["n", "s", "e", nil])), .number(random.below(3)),
            ]
        },
        TestTable(
            "o", ["id"],
            [("id", .integer), ("cid", .integer), ("status", .text), ("amt", .integer), ("ts", .integer)]
        ) { random in
            [
                .number(random.below(10)), .number(random.pick([0, 1, 2, 3, 4, 5, 7, nil])),
                .word(random.pick(["a", "b", "x", nil])), .number(random.pick([0, 1, 2, 3, 4, 5, 6, 7, 8, nil])),
                .number(random.below(50)),
            ]
        },
        TestTable(
            "i", ["oid", "line"],
            [("oid", .integer), ("line", .integer), ("pid", .integer), ("qty", .integer), ("price", .integer)]
        ) { random in
            [
                .number(random.below(10)), .number(random.below(3)), .number(random.below(3)),
                .number(random.below(10)), .number(1 + random.below(4)),
            ]
        },
        TestTable(
            "e", ["id"], [("id", .integer), ("boss", .integer), ("sal", .integer), ("dept", .text)]
        ) { random in
            [
                .number(random.below(7)), .number(random.pick([0, 1, 2, 3, 4, 5, 6, nil])), .number(random.below(5)),
                .word(random.pick(["d1", "d2", "n", "a"])),
            ]
        },
        TestTable("p", ["id"], [("id", .integer), ("cat", .text)]) { random in
            [.number(random.below(3)), .word(random.pick(["k1", "k2"]))]
        },
        TestTable(
            "h", ["id", "since"], [("id", .integer), ("since", .integer), ("until", .integer), ("price", .integer)]
        ) { random in
            let since = 10 * random.below(5)
            return [.number(random.below(6)), .number(since), .number(since + 10), .number(random.pick([1, 2, nil]))]
        },
    ]
}
