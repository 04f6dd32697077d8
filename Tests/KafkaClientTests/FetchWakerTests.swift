// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Dispatch
import Synchronization
import Testing

@testable import KafkaClient

@Suite struct FetchWakerTests {
    @Test("K12: polls in bulk and the one that takes the rest wake the fetching thread, and no call for it is lost")
    func wakes() throws {
        let consumer = try MockKafka(topic: "t").consumer()
        let waker = FetchWaker(consumer.handle)
        waker.polled(FetchWaker.bulkMessages, bytes: 0, queued: 0)
        // It comes while the first wake-up is under way, as a rule.
        waker.polled(1, bytes: 0, queued: 0)
        try waitForWakes(2, of: waker)
        waker.polled(1, bytes: 0, queued: 0)
        waker.polled(1, bytes: FetchWaker.bulkBytes, queued: ConsumerProperties.queueMessages)
        waker.polled(0, bytes: 0, queued: 0)
        try waitForWakes(3, of: waker)
        waker.polled(1, bytes: FetchWaker.bulkBytes, queued: 0)
        try waitForWakes(4, of: waker)
    }

    private func waitForWakes(_ count: Int, of waker: FetchWaker) throws {
        let pause = DispatchSemaphore(value: 0)
        let deadline = ContinuousClock.now + .seconds(10)
        while waker.wakeCount.load(ordering: .relaxed) < count, ContinuousClock.now < deadline {
            _ = pause.wait(timeout: .now() + .milliseconds(1))
        }
        #expect(waker.wakeCount.load(ordering: .relaxed) == count)
    }
}
