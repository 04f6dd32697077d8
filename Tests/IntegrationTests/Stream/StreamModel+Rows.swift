// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

extension StreamModel {
    typealias Rows = [ModelFile.Value: [ModelFile.Value]]

    static let customerColumns = ["id", "name", "city", "credit"]
    static let orderColumns = [
        "order_id", "customer_id", "status", "total", "items", "lightest", "heaviest", "trail",
    ]
    static let pageColumns = ["page", "views", "seconds", "spent", "shortest", "longest"]

    var customerRows: Rows {
        rows(customers.map { (.integer(Int64($0)), [.text($1.name), text($1.city), integer($1.credit.count)]) })
    }

    var orderRows: Rows {
        rows(
            orders.map { id, order in
                (
                    .text(id),
                    [
                        integer(order.customer), text(order.status), integer(order.total?.count),
                        integer(order.items), integer(order.lightest), integer(order.heaviest), .text(order.trail),
                    ]
                )
            })
    }

    var pageRows: Rows {
        rows(
            pages.map { name, page in
                (
                    .text(name),
                    [
                        integer(page.views), integer(page.seconds), integer(page.spent), integer(page.shortest),
                        integer(page.longest),
                    ]
                )
            })
    }

    /// Holds the tables of a generation's file equal to this, row by row.
    func check(against file: ModelFile) throws {
        try expectEqual("customers", file.rows("customers", Self.customerColumns), customerRows)
        try expectEqual("orders", file.rows("orders", Self.orderColumns), orderRows)
        try expectEqual("pages", file.rows("pages", Self.pageColumns), pageRows)
    }

    /// Holds what became of the records equal to what was committed, partition by partition.
    func checkAccounts(in file: ModelFile, of stream: Stream) throws {
        for topic in Stream.Topic.allCases {
            let accounts = try file.accounts(stream.name(topic))
            for partition in 0..<Stream.partitions {
                let expected = counts[topic]?[partition] ?? (0, 0)
                let found = accounts[partition]
                try IntegrationTests.check(
                    found?.delivered == expected.all && found?.ignored == expected.ignored
                        && found?.applied == expected.all - expected.ignored && found?.held == 0
                        && found?.skipped == 0,
                    "\(topic)/\(partition): committed \(expected), accounted \(String(describing: found))")
            }
        }
    }
}

/// Holds two tables equal, and tells the first differences.
func expectEqual(_ table: String, _ found: StreamModel.Rows, _ wanted: StreamModel.Rows) throws {
    if found == wanted { return }
    let lost = wanted.filter { found[$0.key] == nil }
    let surplus = found.filter { wanted[$0.key] == nil }
    let different = wanted.filter { key, row in found[key].map { $0 != row } ?? false }
    let examples = different.prefix(5).map { key, row in "\(key): \(found[key] ?? []) instead of \(row)" }
    throw TestFailure(
        """
        \(table): of \(wanted.count) rows \(lost.count) are missing, \(different.count) differ; \
        \(surplus.count) should not be there
        \(examples.joined(separator: "\n"))
        missing: \(lost.prefix(3)); surplus: \(surplus.prefix(3))
        """)
}

private func rows(_ pairs: [(ModelFile.Value, [ModelFile.Value])]) -> StreamModel.Rows {
    Dictionary(pairs) { $1 }
}

private func integer(_ number: Int?) -> ModelFile.Value { number.map { .integer(Int64($0)) } ?? .null }

private func text(_ text: String?) -> ModelFile.Value { text.map { .text($0) } ?? .null }
