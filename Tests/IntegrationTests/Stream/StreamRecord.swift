// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// An event as it is sent: keys keep their partition by the test's own choice, so that it can count by partition.
struct StreamRecord {
    var topic: Stream.Topic
    var key: String?
    var value: String?
    var type: String?

    init(_ event: StreamEvent) {
        switch event {
        case .customer(let id, let name, let city, let credit):
            let address = city.map { #"{"city":"\#($0)"}"# } ?? "null"
            let value = #"{"id":\#(id),"name":"\#(name)","address":\#(address),"credit":"\#(credit)"}"#
            self.init(topic: .customers, key: String(id), value: value)
        case .customerRemoved(let id): self.init(topic: .customers, key: String(id))
        case .placed(let order, let customer, let total):
            self.init(order, "OrderPlaced", #"{"customer":\#(customer),"total":\#(total)}"#)
        case .itemAdded(let order, let price, let weight):
            self.init(order, "ItemAdded", #"{"note":"ü \" \\","price":"\#(price)","weight":\#(weight)}"#)
        case .cancelled(let order): self.init(order, "OrderCancelled", "{}")
        case .erased(let order): self.init(order, "OrderErased", "{}")
        case .noted(let order): self.init(order, "OrderNoted", #"{"note":"of no use here"}"#)
        case .viewed(let page, let session, let seconds, let spent):
            self.init(click: "Viewed", page, session, seconds, spent)
        case .undone(let page, let session, let seconds, let spent):
            self.init(click: "Undone", page, session, seconds, spent)
        }
    }

    private init(topic: Stream.Topic, key: String?, value: String? = nil, type: String? = nil) {
        self.topic = topic
        self.key = key
        self.value = value
        self.type = type
    }

    private init(_ order: String, _ type: String, _ value: String) {
        self.init(topic: .orders, key: order, value: value, type: type)
    }

    private init(click type: String, _ page: String, _ session: Int?, _ seconds: Int, _ spent: Cents) {
        self.init(
            topic: .clicks, key: session.map { "session \($0)" },
            value: #"{"type":"\#(type)","page":"\#(page)","seconds":\#(seconds),"spent":\#(spent)}"#)
    }

    /// FNV-1a of the key, of the value where there is no key.
    var partition: Int32 {
        var hash: UInt32 = 2_166_136_261
        for byte in (key ?? value ?? "").utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return Int32(hash % UInt32(Stream.partitions))
    }
}
