// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Makes events by chance, of customers and orders that are one producer's alone and of pages that all share.
struct StreamEvents {
    /// Few enough that rows are changed, removed and made again.
    private static let customerCount = 1_000
    private static let orderCount = 8_000
    private static let pageCount = 300

    private let producer: Int
    private var random: SeededGenerator

    init(producer: Int, seed: UInt64) {
        self.producer = producer
        random = SeededGenerator(seed: seed &* 31 &+ UInt64(producer))
    }

    mutating func next() -> StreamEvent {
        switch below(100) {
        case 0..<15: customer()
        case 15..<60: order()
        default: click()
        }
    }

    /// A number by chance from 0 on.
    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

    private mutating func customer() -> StreamEvent {
        let id = below(Self.customerCount) * 2 + producer
        if below(6) == 0 { return .customerRemoved(id: id) }
        let name = ["Ada", "Bélà", "李", "O'Neil", ""][below(5)] + " \(below(1_000))"
        return .customer(id: id, name: name, city: below(4) == 0 ? nil : "city \(below(50))", credit: cents())
    }

    private mutating func order() -> StreamEvent {
        let order = "o-\(producer)-\(below(Self.orderCount))"
        switch below(20) {
        case 0..<6: return .placed(order: order, customer: below(Self.customerCount), total: cents())
        case 6..<16: return .itemAdded(order: order, price: cents(), weight: below(100_000) - 1_000)
        case 16..<18: return .cancelled(order: order)
        case 18: return .noted(order: order)
        default: return .erased(order: order)
        }
    }

    private mutating func click() -> StreamEvent {
        let page = "/page/\(below(Self.pageCount))"
        let session = below(10) == 0 ? nil : below(5_000)
        let (seconds, spent) = (below(3_600), cents())
        return below(8) == 0
            ? .undone(page: page, session: session, seconds: seconds, spent: spent)
            : .viewed(page: page, session: session, seconds: seconds, spent: spent)
    }

    private mutating func cents() -> Cents { Cents(below(200_000) - 50_000) }
}
