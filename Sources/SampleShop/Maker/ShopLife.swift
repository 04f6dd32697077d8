// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What goes on in a shop, one step at a time: orders and what becomes of them, chosen by a seed.
///
/// It calls the services one after the other, as a shop's front end would; no transaction spans two of them.
struct ShopLife {
    /// Orders that may still change; the oldest are left as they are.
    private static let openMax = 500
    private static let customersAtStart = 50
    private static let names = [
        "Ada", "Bela", "Chloé", "Dmitri", "Eun-ji", "Farid", "Grace", "Håkon", "Inés", "Jürgen",
    ]
    private static let cities = ["Paris", "Lyon", "Kraków", "Porto", "Ghent", "Graz", "Turku", "Split"]
    /// Articles: the category, a dash and a number.
    private static let skus = ["tea", "coffee", "cups", "pots"].flatMap { kind in (1...10).map { "\(kind)-\($0)" } }
    /// Taken in at a time when an article runs out.
    private static let delivery: Int64 = 1_000

    private struct OpenOrder {
        var order: Order
        var lines: [OrderLine]
    }

    private let shop: SampleShop
    private var random: SeededGenerator
    private var customerIDs: [Int64]
    private var open: [OpenOrder] = []

    /// Adds the first customers unless there are some.
    init(_ shop: SampleShop, seed: UInt64) throws(ShopError) {
        self.shop = shop
        random = SeededGenerator(seed: seed)
        customerIDs = try shop.customers.snapshot().map(\.id)
        while customerIDs.count < Self.customersAtStart { try addCustomer() }
    }

    /// Places an order and sees to it, and now and then to an older one or to a customer.
    mutating func step() throws(ShopError) {
        try place()
        if chance(20) { try addItem() }
        if chance(60) { try finish() }
        if chance(5) { try changeCustomer() }
        if chance(2) { try addCustomer() }
        if chance(1) { try removeCustomer() }
    }

    private mutating func place() throws(ShopError) {
        guard let customerID = customerIDs.randomElement(using: &random) else { return try addCustomer() }
        let lines = (0..<Int.random(in: 1...3, using: &random)).map { _ in line() }
        let order = try shop.orders.place(customerID: customerID, items: lines)
        for line in lines { try reserve(line) }
        _ = try shop.payments.authorize(orderID: order.orderID, amount: order.total)
        if open.count >= Self.openMax { open.removeFirst() }
        open.append(OpenOrder(order: order, lines: lines))
    }

    private mutating func addItem() throws(ShopError) {
        guard let index = open.indices.randomElement(using: &random) else { return }
        let line = line()
        open[index].order = try shop.orders.addItem(open[index].order.orderID, line)
        open[index].lines.append(line)
        try reserve(line)
    }

    private mutating func finish() throws(ShopError) {
        guard let index = open.indices.randomElement(using: &random) else { return }
        let taken = open.remove(at: index)
        let id = taken.order.orderID
        if chance(80) {
            _ = try shop.orders.ship(id)
            _ = try shop.payments.capture(orderID: id)
        } else {
            _ = try shop.orders.cancel(id)
            _ = try shop.payments.refund(orderID: id)
            for line in taken.lines { _ = try shop.stock.release(line.sku, quantity: line.quantity) }
        }
        if chance(2) { try shop.orders.erase(id) }
    }

    private mutating func line() -> OrderLine {
        OrderLine(
            sku: pick(Self.skus), quantity: Int64.random(in: 1...5, using: &random),
            price: Money(cents: Int64.random(in: 99...9_999, using: &random)))
    }

    /// What is not on hand is taken in first.
    private func reserve(_ line: OrderLine) throws(ShopError) {
        do throws(ShopError) {
            _ = try shop.stock.reserve(line.sku, quantity: line.quantity)
        } catch {
            guard error.code == .conflict else { throw error }
            _ = try shop.stock.receive(line.sku, quantity: Self.delivery)
            _ = try shop.stock.reserve(line.sku, quantity: line.quantity)
        }
    }

    private mutating func addCustomer() throws(ShopError) {
        let credit = Money(cents: Int64.random(in: 1...50, using: &random) * 1_000)
        let customer = try shop.customers.add(name: pick(Self.names), city: pick(Self.cities), credit: credit)
        customerIDs.append(customer.id)
    }

    private mutating func changeCustomer() throws(ShopError) {
        guard let id = customerIDs.randomElement(using: &random) else { return }
        var customer = try shop.customers.find(id: id)
        customer.city = pick(Self.cities)
        try shop.customers.replace(customer)
    }

    private mutating func removeCustomer() throws(ShopError) {
        guard let index = customerIDs.indices.randomElement(using: &random) else { return }
        try shop.customers.remove(id: customerIDs.remove(at: index))
    }

    private mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &random) < percent
    }

    private mutating func pick(_ values: [String]) -> String {
        values[Int.random(in: 0..<values.count, using: &random)]
    }
}
