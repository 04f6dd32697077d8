// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation
internal import Synchronization

/// Makes orders at a steady rate, on a thread of its own, until it is stopped.
///
/// The same seed on an empty shop makes the same orders but for their times. All methods may be called from any thread.
public final class OrderMaker: Sendable {
    private struct Life {
        var isStarted = false
        var isPaused = false
        var isWanted = true
        var failure: ShopError?
    }

    private let shop: SampleShop
    private let seed: UInt64
    private let gap: Duration
    private let life = Mutex(Life())
    private let count = Atomic<Int>(0)
    private let changed = Bell()
    private let ended = DispatchSemaphore(value: 0)

    /// Makes a maker that does nothing yet.
    ///
    /// - Parameter ordersPerSecond: one more than about 100 depends on how fast the disk syncs.
    public init(_ shop: SampleShop, seed: UInt64, ordersPerSecond: Double) {
        precondition(ordersPerSecond > 0, "a rate is above 0")
        self.shop = shop
        self.seed = seed
        gap = .seconds(1 / ordersPerSecond)
    }

    /// How many orders were made.
    public var made: Int { count.load(ordering: .relaxed) }

    /// Why it has ended by itself; nil if it has not.
    public var failure: ShopError? { life.withLock { $0.failure } }

    /// Starts to make orders; further calls do nothing.
    public func start() {
        let isFirst = life.withLock { life in
            defer { life.isStarted = true }
            return !life.isStarted
        }
        guard isFirst else { return }
        let thread = Thread { [self] in run() }
        thread.name = "order-maker"
        thread.start()
    }

    /// Makes no more orders for now; one that is being made is finished.
    public func pause() {
        change { $0.isPaused = true }
    }

    /// Makes orders again.
    public func resume() {
        change { $0.isPaused = false }
    }

    /// Ends, and waits until the order being made is finished.
    public func stop() {
        change { $0.isWanted = false }
        guard life.withLock({ $0.isStarted }) else { return }
        ended.wait()
        ended.signal()
    }

    private func change(_ body: (inout Life) -> Void) {
        life.withLock { body(&$0) }
        changed.ring()
    }

    private func run() {
        do throws(ShopError) {
            var shopLife = try ShopLife(shop, seed: seed)
            var due = ContinuousClock.now
            while waitUntil(due) {
                try shopLife.step()
                count.add(1, ordering: .relaxed)
                // After a pause or a slow disk it goes on at its rate; it does not make up for what was missed.
                due = max(due + gap, .now - gap)
            }
        } catch {
            life.withLock { $0.failure = error }
        }
        ended.signal()
    }

    /// Waits until the time has come and it is not paused; false when it is to end.
    private func waitUntil(_ due: ContinuousClock.Instant) -> Bool {
        while true {
            let seen = changed.rings
            let (isWanted, isPaused) = life.withLock { ($0.isWanted, $0.isPaused) }
            guard isWanted else { return false }
            if isPaused {
                changed.wait(past: seen, until: .now + .seconds(3_600))
            } else if !changed.wait(past: seen, until: due) {
                return true
            }
        }
    }
}
