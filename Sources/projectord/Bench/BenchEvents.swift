// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The events of the benchmarks' topics, of about 250 bytes.
enum BenchEvents {
    static let cities = ["Amsterdam", "Berlin", "Lisbon", "Oslo", "Paris", "Prague", "Rome", "Vienna"]

    static func row(_ number: Int) -> (key: String, value: String) {
        let id = number + 1
        let digits = padded(id, 8)
        let value = """
            {"id":\(id),"name":"Customer \(digits)","city":"\(cities[id % cities.count])",\
            "credit":"\(id % 5_000).\(padded(id % 100, 2))","updated_at":"\(time(number))",\
            "email":"customer\(digits)@example.org","segment":"retail","newsletter":true,\
            "address":"\(id % 300) Long Street, Springfield"}
            """
        return (String(id), value)
    }

    static func movement(_ number: Int, keys: UInt64, random: inout SplitMix) -> (key: String, value: String) {
        let account = "acc-" + padded(Int(random.next() % keys), 8)
        let amount = "\(random.next() % 900).\(padded(Int(random.next() % 100), 2))"
        return (account, movement(number, account: account, amount: amount))
    }

    /// A movement whose amount is no number.
    static func unfit(_ number: Int) -> (key: String, value: String) {
        let account = "bad-" + padded(number, 8)
        return (account, movement(number, account: account, amount: "a lot"))
    }

    static func order(_ number: Int, keys: UInt64, random: inout SplitMix) -> (key: String, value: String) {
        let order = "ord-" + padded(Int(random.next() % keys), 8)
        let items = (0..<4).map { _ in
            let product = random.next() % 5_000
            return "{\"sku\":\"sku-\(product)\",\"quantity\":\(product % 9 + 1),\"price\":\"\(product).50\"}"
        }
        let value = """
            {"order":"\(order)","total":"\(random.next() % 900).25","at":"\(time(number))","number":\(number),\
            "items":[\(items.joined(separator: ","))]}
            """
        return (order, value)
    }

    static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    static func time(_ number: Int) -> String {
        let second = number / 100 % 86_400
        return "2026-05-\(padded(1 + number / 8_640_000 % 28, 2))T\(padded(second / 3_600, 2)):"
            + "\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2)).\(padded(number % 1_000, 3))Z"
    }

    private static func movement(_ number: Int, account: String, amount: String) -> String {
        """
        {"account":"\(account)","amount":"\(amount)","status":"\(number % 97 == 0 ? "blocked" : "open")",\
        "at":"\(time(number))","channel":"web","branch":"\(number % 500)",\
        "reference":"ref-\(padded(number, 10))","number":\(number),\
        "description":"card payment at a shop in the city","currency":"EUR"}
        """
    }
}
