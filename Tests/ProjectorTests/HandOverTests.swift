// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Dispatch
import Foundation
import Synchronization
import Testing

@testable import Projector

@Suite struct HandOverTests {
    @Test func `what is put comes out in order, and goes back empty`() throws {
        let handOver = HandOver()
        let first = try #require(handOver.takeEmpty())
        let second = try #require(handOver.takeEmpty())
        first.ends.append((0, 7))
        handOver.put(first)
        handOver.put(second)
        #expect(handOver.takeFull(timeoutMs: 0) === first)
        #expect(handOver.takeFull(timeoutMs: 0) === second)
        #expect(handOver.takeFull(timeoutMs: 0) == nil)
        #expect(handOver.takeFull(timeoutMs: 10) == nil)
        handOver.giveBack(first)
        #expect(first.ends.isEmpty)
    }

    @Test func `a reader that is ahead waits for the writer, with three deliveries in all`() throws {
        let handOver = HandOver()
        var taken: [Delivery] = []
        for _ in 0..<HandOver.deliveryCount { taken.append(try #require(handOver.takeEmpty())) }
        #expect(Set(taken.map { ObjectIdentifier($0) }).count == 3)
        let took = DispatchSemaphore(value: 0)
        let thread = Thread {
            if handOver.takeEmpty() != nil { took.signal() }
        }
        thread.start()
        #expect(took.wait(timeout: .now() + .milliseconds(50)) == .timedOut)
        handOver.giveBack(taken[0])
        #expect(took.wait(timeout: .now() + .seconds(20)) == .success)
    }

    @Test func `a poke and a close wake a writer that waits`() throws {
        for wake in [HandOver.poke, HandOver.close] {
            let handOver = HandOver()
            let woke = DispatchSemaphore(value: 0)
            let thread = Thread {
                if handOver.takeFull(timeoutMs: 60_000) == nil { woke.signal() }
            }
            thread.start()
            #expect(woke.wait(timeout: .now() + .milliseconds(20)) == .timedOut)
            wake(handOver)()
            #expect(woke.wait(timeout: .now() + .seconds(20)) == .success)
        }
    }

    @Test func `a close frees a reader that waits; what was put before can still be taken`() throws {
        let handOver = HandOver()
        let delivery = try #require(handOver.takeEmpty())
        for _ in 1..<HandOver.deliveryCount { _ = handOver.takeEmpty() }
        let ended = DispatchSemaphore(value: 0)
        let thread = Thread {
            if handOver.takeEmpty() == nil { ended.signal() }
        }
        thread.start()
        handOver.put(delivery)
        handOver.close()
        #expect(ended.wait(timeout: .now() + .seconds(20)) == .success)
        #expect(handOver.takeEmpty() == nil)
        #expect(handOver.takeFull(timeoutMs: 60_000) === delivery)
        #expect(handOver.takeFull(timeoutMs: 60_000) == nil)
    }
}
