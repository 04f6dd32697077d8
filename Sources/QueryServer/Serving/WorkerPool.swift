// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation
internal import Synchronization

/// A few threads that take jobs from a bounded queue.
final class WorkerPool: Sendable {
    private struct Contents {
        var jobs: [@Sendable () -> Void] = []
        var next = 0
        var isStopped = false
    }

    private let contents = Mutex(Contents())
    private let available = DispatchSemaphore(value: 0)
    private let queueMax: Int

    /// Starts the threads.
    init(name: String, threads: Int, queueMax: Int) {
        self.queueMax = queueMax
        for _ in 0..<threads {
            let thread = Thread { [self] in
                while let job = take() { job() }
            }
            thread.name = name
            thread.start()
        }
    }

    /// Queues a job; false if the queue is full or the pool has stopped.
    func submit(_ job: @escaping @Sendable () -> Void) -> Bool {
        let isTaken = contents.withLock { contents in
            guard !contents.isStopped, contents.jobs.count - contents.next < queueMax else { return false }
            contents.jobs.append(job)
            return true
        }
        if isTaken { available.signal() }
        return isTaken
    }

    /// Ends the threads after the jobs that they are at; those that wait are dropped.
    func stop() {
        let dropped = contents.withLock { contents in
            contents.isStopped = true
            defer { contents.jobs = [] }
            return contents.jobs
        }
        _ = dropped
        // Each thread that wakes lets the next one wake.
        available.signal()
    }

    private func take() -> (@Sendable () -> Void)? {
        available.wait()
        return contents.withLock { contents in
            guard !contents.isStopped else {
                available.signal()
                return nil
            }
            let job = contents.jobs[contents.next]
            contents.next += 1
            if contents.next == contents.jobs.count {
                contents.jobs.removeAll(keepingCapacity: true)
                contents.next = 0
            } else if contents.next >= 64 {
                contents.jobs.removeFirst(contents.next)
                contents.next = 0
            }
            return job
        }
    }
}
