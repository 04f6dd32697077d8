// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What the tables must hold, folded in plain Swift from the events of each producer in its order.
struct StreamModel {
    struct Customer: Hashable {
        var name: String
        var city: String?
        var credit: Cents
    }

    struct Order: Hashable {
        var customer: Int?
        var status: String?
        var total: Cents?
        var items: Int?
        var lightest: Int?
        var heaviest: Int?
        var trail = ""
    }

    struct Page: Hashable {
        var views = 0
        var seconds = 0
        var spent = 0
        var shortest: Int?
        var longest: Int?
    }

    private(set) var customers: [Int: Customer] = [:]
    private(set) var orders: [String: Order] = [:]
    private(set) var pages: [String: Page] = [:]
    /// Events by topic and partition: all, and those that no handler wants.
    private(set) var counts: [Stream.Topic: [Int: (all: Int64, ignored: Int64)]] = [:]

    mutating func apply(_ event: StreamEvent) {
        count(event)
        switch event {
        case .customer(let id, let name, let city, let credit):
            customers[id] = Customer(name: name, city: city, credit: credit)
        case .customerRemoved(let id): customers[id] = nil
        case .placed(let order, let customer, let total):
            orders[order, default: Order()].customer = customer
            orders[order]?.status = "placed"
            orders[order]?.total = total
            orders[order]?.trail += "p"
        case .itemAdded(let order, let price, let weight): Self.addItem(&orders[order, default: Order()], price, weight)
        case .cancelled(let order):
            orders[order, default: Order()].status = "cancelled"
            orders[order]?.trail += "c"
        case .erased(let order): orders[order] = nil
        case .noted: break
        case .viewed(let page, _, let seconds, let spent): Self.view(&pages[page, default: Page()], seconds, spent)
        case .undone(let page, _, let seconds, let spent):
            pages[page, default: Page()].views -= 1
            pages[page]?.seconds -= seconds
            pages[page]?.spent -= spent.count
        }
    }

    // Static, since a method would hold a copy of the model, and each event copy all of it.
    private static func addItem(_ order: inout Order, _ price: Cents, _ weight: Int) {
        order.total = Cents((order.total?.count ?? 0) + price.count)
        order.items = (order.items ?? 0) + 1
        order.lightest = min(order.lightest ?? weight, weight)
        order.heaviest = max(order.heaviest ?? weight, weight)
        order.trail += "i"
    }

    private static func view(_ page: inout Page, _ seconds: Int, _ spent: Cents) {
        page.views += 1
        page.seconds += seconds
        page.spent += spent.count
        page.shortest = min(page.shortest ?? seconds, seconds)
        page.longest = max(page.longest ?? seconds, seconds)
    }

    private mutating func count(_ event: StreamEvent) {
        let record = StreamRecord(event)
        var count = counts[record.topic, default: [:]][Int(record.partition)] ?? (0, 0)
        count.all += 1
        count.ignored += event.isHandled ? 0 : 1
        counts[record.topic, default: [:]][Int(record.partition)] = count
    }
}
