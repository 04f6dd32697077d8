// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The customers' service: it tells each change as the whole row, and a deletion as a tombstone.
public struct Customers: Sendable {
    static let schema = [
        """
        CREATE TABLE IF NOT EXISTS customers(
          id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, city TEXT NOT NULL, credit INTEGER NOT NULL) STRICT
        """
    ]
    private static let select = "SELECT id, name, city, credit FROM customers"

    let store: Store

    /// Adds a customer.
    ///
    /// - Throws: `badRequest`, `store`.
    public func add(name: String, city: String, credit: Money) throws(ShopError) -> Customer {
        try CustomerDetails(name: name, city: city, credit: credit).check()
        return try store.write { transaction throws(ShopError) in
            let rows = try transaction.rows(
                "INSERT INTO customers(name, city, credit) VALUES (?1, ?2, ?3) RETURNING id, name, city, credit",
                .text(name), .text(city), .integer(credit.cents))
            guard let row = rows.first else { throw ShopError(.store, "the customer was not stored") }
            let customer = Self.customer(row)
            try Self.publish(customer, transaction)
            return customer
        }
    }

    /// Replaces all that is known of a customer.
    ///
    /// - Throws: `badRequest`, `notFound`, `store`.
    public func replace(_ customer: Customer) throws(ShopError) {
        try CustomerDetails(name: customer.name, city: customer.city, credit: customer.credit).check()
        try store.write { transaction throws(ShopError) in
            let changed = try transaction.run(
                "UPDATE customers SET name = ?2, city = ?3, credit = ?4 WHERE id = ?1", .integer(customer.id),
                .text(customer.name), .text(customer.city), .integer(customer.credit.cents))
            guard changed == 1 else { throw Self.missing(customer.id) }
            try Self.publish(customer, transaction)
        }
    }

    /// Deletes a customer.
    ///
    /// - Throws: `notFound`, `store`.
    public func remove(id: Int64) throws(ShopError) {
        try store.write { transaction throws(ShopError) in
            guard try transaction.run("DELETE FROM customers WHERE id = ?1", .integer(id)) == 1 else {
                throw Self.missing(id)
            }
            try transaction.publishTombstone(
                .customers, key: String(id), type: "CustomerDeleted", timeMs: Timestamp.nowMs)
        }
    }

    /// One customer.
    ///
    /// - Throws: `notFound`, `store`.
    public func find(id: Int64) throws(ShopError) -> Customer {
        try store.read { transaction throws(ShopError) in
            guard let row = try transaction.rows("\(Self.select) WHERE id = ?1", .integer(id)).first else {
                throw Self.missing(id)
            }
            return Self.customer(row)
        }
    }

    /// All customers, by id.
    public func snapshot() throws(ShopError) -> [Customer] {
        try store.read { transaction throws(ShopError) in
            try transaction.rows("\(Self.select) ORDER BY id").map(Self.customer)
        }
    }

    private static func customer(_ row: Row) -> Customer {
        Customer(id: row.integer(0), name: row.text(1), city: row.text(2), credit: Money(cents: row.integer(3)))
    }

    private static func publish(_ customer: Customer, _ transaction: borrowing Transaction) throws(ShopError) {
        try transaction.publish(
            .customers, key: String(customer.id), type: "CustomerSaved", customer, timeMs: Timestamp.nowMs)
    }

    private static func missing(_ id: Int64) -> ShopError {
        ShopError(.notFound, "there is no customer \(id)")
    }
}
