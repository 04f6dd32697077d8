// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Dispatch
internal import Synchronization

/// Wakes librdkafka's fetching threads while a log is read in bulk.
///
/// Once its queue was full, librdkafka 2.0.2 sleeps up to 1 s, whatever is taken meanwhile (2.2.0 can be told not
/// to). Any request to the broker wakes it: an end offset is asked for, on a queue of our own since the call blocks.
/// Reading and decoding 1 M records of 250 bytes took 3.1 s without this, 0.7 s with it.
///
/// A thread that is woken while the queue is still full sleeps again, so no call for it may be lost: records of 2 KB
/// that compress well fill the queue with each fetch, and were read at 60,000 to 200,000/s where some calls were.
final class FetchWaker: Sendable {
    /// The smallest poll that counts as reading in bulk; a slower reader never fills the queue.
    static let bulkMessages = 1_000
    /// The same in bytes, for large records: a sixteenth of the queue.
    static let bulkBytes = ConsumerProperties.queueKB * 1_024 / 16
    /// The least time between two wake-ups, in milliseconds.
    static let intervalMs = 5
    /// How long a wake-up may wait for its answer, in milliseconds.
    static let timeoutMs: Int32 = 1_000

    /// What is under way, as the raw values of an atomic.
    private enum Phase {
        static let idle = 0
        static let waking = 1
        /// It was called for once more meanwhile.
        static let wakingAgain = 2
    }

    private let handle: ClientHandle
    private let queue = DispatchQueue(label: "projectord.fetch-waker")
    private let phase = Atomic<Int>(Phase.idle)
    private let wasBulk = Atomic<Bool>(false)
    /// How often it woke the threads.
    let wakeCount = Atomic<Int>(0)
    private let partitions = Mutex<[Assignment]>([])

    init(_ handle: ClientHandle) {
        self.handle = handle
    }

    /// The partitions that are read from now on.
    func assigned(_ assignments: [Assignment]) {
        partitions.withLock { $0 = assignments }
    }

    /// Called after each poll; it asks the brokers in the background if the queue is running empty.
    ///
    /// The poll after one in bulk counts too: it is often the one that takes the queue's rest.
    func polled(_ count: Int, bytes: Int, queued: @autoclosure () -> Int) {
        let isBulk = count >= FetchWaker.bulkMessages || bytes >= FetchWaker.bulkBytes
        let wasBulk = wasBulk.exchange(isBulk, ordering: .relaxed)
        guard isBulk || wasBulk, queued() < ConsumerProperties.queueMessages / 2 else { return }
        if phase.exchange(Phase.wakingAgain, ordering: .relaxed) == Phase.idle {
            phase.store(Phase.waking, ordering: .relaxed)
            queue.async { [self] in wake() }
        }
    }

    private func wake() {
        wakeCount.add(1, ordering: .relaxed)
        let places = partitions.withLock { $0 }
        _ = try? handle.use { PartitionEnds.last.ask($0, places, timeoutMs: FetchWaker.timeoutMs) }
        queue.asyncAfter(deadline: .now() + .milliseconds(FetchWaker.intervalMs)) { [self] in
            let (isDone, _) = phase.compareExchange(
                expected: Phase.waking, desired: Phase.idle, ordering: .relaxed)
            if isDone { return }
            phase.store(Phase.waking, ordering: .relaxed)
            wake()
        }
    }
}
