// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Testing

@testable import SampleShop

@Suite struct StoreTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    @Test("K26: a row and its event commit together, or neither does")
    func together() throws {
        let orders = Orders(store: try Store(folder: folder.path + "/orders", schema: Orders.schema))
        let line = OrderLine(sku: "a", quantity: 2, price: Money(cents: 150))
        let order = try orders.place(customerID: 1, items: [line])
        #expect(throws: ShopError.self) {
            try orders.store.write { transaction throws(ShopError) in
                let lost = try transaction.insertOrder(2, Money(cents: 1), placedAt: "2026-01-01T00:00:00.000000Z")
                try transaction.publish("OrderPlaced", OrderEvent(lost, atMs: 0), 0)
                throw ShopError(.conflict, "changed its mind")
            }
        }
        let last = try orders.place(customerID: 3, items: [line])
        #expect(try orders.snapshot() == [order, last])
        let rows = try orders.store.outbox(from: 1, limit: 10)
        #expect(rows.map(\.id) == [1, 2])
        #expect(rows.map(\.key) == [order.orderID, last.orderID])
        #expect(rows.allSatisfy { $0.topic == "shop.orders" && $0.type == "OrderPlaced" })
    }

    @Test("what was committed is there after the store is opened again")
    func reopened() throws {
        let path = folder.path + "/customers"
        let ada = try Customers(store: try Store(folder: path, schema: Customers.schema))
            .add(name: "Ada", city: "Paris", credit: Money(cents: 10_000))
        let store = try Store(folder: path, schema: Customers.schema)
        #expect(try Customers(store: store).snapshot() == [ada])
        #expect(
            try store.outbox(from: 1, limit: 10).first?.payload
                == #"{"city":"Paris","credit":"100.00","id":1,"name":"Ada"}"#)
    }

    @Test("published rows go after their time or number, unpublished ones stay, and ids go on")
    func forgets() throws {
        let stock = Stock(store: try Store(folder: folder.path + "/stock", schema: Stock.schema))
        for _ in 0..<10 { _ = try stock.receive("a", quantity: 1) }
        var limits = RelayLimits()
        limits.keepRows = 3
        try stock.store.forgetPublished(before: 8, limits: limits)
        #expect(try stock.store.outbox(from: 1, limit: 100).map(\.id) == Array(5...10))
        limits.keepMs = -1_000
        try stock.store.forgetPublished(before: 11, limits: limits)
        #expect(try stock.store.outbox(from: 1, limit: 100).isEmpty)
        #expect(try stock.store.notedPosition() == 11)
        _ = try stock.receive("a", quantity: 1)
        #expect(try stock.store.outbox(from: 1, limit: 100).map(\.id) == [11])
    }

    @Test("a store's connection cannot attach another's file")
    func noAttach() throws {
        let orders = try Store(folder: folder.path + "/orders", schema: Orders.schema)
        _ = try Store(folder: folder.path + "/payments", schema: Payments.schema)
        let error = #expect(throws: ShopError.self) {
            try orders.read { transaction throws(ShopError) in
                try transaction.run("ATTACH '\(folder.path)/payments/store.sqlite' AS other")
            }
        }
        #expect(error?.message.contains("too many attached databases") == true)
    }

    @Test("folders are 0700 and all their files 0600, whatever they were before")
    func modes() throws {
        let path = folder.path + "/shop/stock"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        let stock = Stock(store: try Store(folder: path, schema: Stock.schema))
        _ = try stock.receive("a", quantity: 1)
        #expect(try folder.mode("shop/stock") == 0o700)
        let files = try FileManager.default.contentsOfDirectory(atPath: path)
        #expect(Set(files).isSuperset(of: ["store.sqlite", "store.sqlite-wal"]))
        for file in files { #expect(try folder.mode("shop/stock/\(file)") == 0o600, "\(file)") }
    }

    /// Modes do not bind root, so the attempt is made by another user; only root may become one.
    static let canBecomeAnother = getuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")

    @Test(
        "another user cannot read a store, even where the folders above let everybody in",
        .enabled(if: canBecomeAnother, "only root can try as another user"))
    func otherUser() throws {
        let stock = Stock(store: try Store(folder: folder.path + "/shop/stock", schema: Stock.schema))
        _ = try stock.receive("a", quantity: 1)
        for open in ["", "/shop"] {
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path + open)
        }
        let control = folder.path + "/shop/open.txt"
        let files = FileManager.default
        #expect(files.createFile(atPath: control, contents: nil, attributes: [.posixPermissions: 0o644]))
        #expect(try readAsNobody(control) == 0)
        for file in ["store.sqlite", "store.sqlite-wal"] {
            #expect(try readAsNobody(folder.path + "/shop/stock/" + file) != 0)
        }
        // The files are closed by themselves too, should somebody open the folder.
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path + "/shop/stock")
        for file in ["store.sqlite", "store.sqlite-wal"] {
            #expect(try readAsNobody(folder.path + "/shop/stock/" + file) != 0)
        }
    }

    private func readAsNobody(_ path: String) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/setpriv")
        process.arguments = ["--reuid=65534", "--regid=65534", "--clear-groups", "cat", path]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
