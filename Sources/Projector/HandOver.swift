// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import KafkaClient
internal import Foundation

/// A bounded queue of whole deliveries between the reader and the writer, with the empty ones going back.
final class HandOver: @unchecked Sendable {
    // Proof of Sendable: the fields that change are only touched between `condition.lock()` and `unlock()`.

    /// How many deliveries there are: one being filled, one being applied, one waiting.
    static let deliveryCount = 3

    private let condition = NSCondition()
    private var full: [Delivery] = []
    private var empty: [Delivery] = []
    private var isClosed = false
    private var isPoked = false

    init() {
        for _ in 0..<HandOver.deliveryCount { empty.append(Delivery()) }
    }

    /// An empty delivery for the reader, which waits for the writer; nil once closed.
    func takeEmpty() -> Delivery? {
        condition.lock()
        defer { condition.unlock() }
        while empty.isEmpty && !isClosed { condition.wait() }
        return isClosed ? nil : empty.popLast()
    }

    /// Hands a filled delivery to the writer.
    func put(_ delivery: Delivery) {
        condition.lock()
        if isClosed { delivery.messages.removeAll() }
        full.append(delivery)
        condition.broadcast()
        condition.unlock()
    }

    /// Whether a filled delivery waits for the writer.
    var hasFull: Bool {
        condition.lock()
        defer { condition.unlock() }
        return !full.isEmpty
    }

    /// The next filled delivery for the writer; nil if none came until the timeout, when poked, or once closed.
    func takeFull(timeoutMs: Int) -> Delivery? {
        condition.lock()
        defer { condition.unlock() }
        if full.isEmpty && timeoutMs > 0 {
            let limit = Date(timeIntervalSinceNow: Double(timeoutMs) / 1_000)
            while full.isEmpty && !isClosed && !isPoked {
                if !condition.wait(until: limit) { break }
            }
        }
        isPoked = false
        return full.isEmpty ? nil : full.removeFirst()
    }

    /// Lets the writer wait without taking anything: until it is poked, or the timeout.
    func rest(timeoutMs: Int) {
        condition.lock()
        defer { condition.unlock() }
        let limit = Date(timeIntervalSinceNow: Double(timeoutMs) / 1_000)
        while !isClosed && !isPoked {
            if !condition.wait(until: limit) { break }
        }
        isPoked = false
    }

    /// Gives an applied delivery back.
    func giveBack(_ delivery: Delivery) {
        delivery.removeAll()
        condition.lock()
        if isClosed { delivery.messages.removeAll() }
        empty.append(delivery)
        condition.broadcast()
        condition.unlock()
    }

    /// Wakes the writer if it waits.
    func poke() {
        condition.lock()
        isPoked = true
        condition.broadcast()
        condition.unlock()
    }

    /// Ends the hand-over: nobody waits any more, and no messages keep their client.
    func close() {
        condition.lock()
        isClosed = true
        for delivery in full + empty { delivery.messages.removeAll() }
        condition.broadcast()
        condition.unlock()
    }
}
