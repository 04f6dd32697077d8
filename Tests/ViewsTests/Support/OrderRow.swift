// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors
/// Events of the tests' tables, one line each.
enum OrderRow {
    /// An order of a customer.
    static func put(_ id: Int, cid: Int?, status: String? = "a", amt: Int? = 1) -> TestBatch.Event {
        let row: [TestValue] = [.number(id), .number(cid), .word(status), .number(amt), .number(0)]
        return TestBatch.Event(key: [.number(id)], row: row)
    }

    static func delete(_ id: Int) -> TestBatch.Event { TestBatch.Event(key: [.number(id)], row: nil) }

    /// A customer.
    static func customer(_ id: Int, region: String?) -> TestBatch.Event {
        TestBatch.Event(key: [.number(id)], row: [.number(id), .word("ann"), .word(region), .number(0)])
    }
}
