// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import Synchronization

/// A producer that goes on writing events of keys in turn, on a thread of its own.
final class TrailLoad: Sendable {
    private let isWanted = Atomic<Bool>(true)
    private let failure = Mutex<(any Error)?>(nil)
    private let ended = DispatchSemaphore(value: 0)

    /// How many events go before each pause, and how long that is, in milliseconds: about 2,000 events a second.
    private static let burst = 20
    private static let pauseMs = 10
    /// When it ends by itself, in seconds, if a test that failed does not end it.
    private static let lifeS = 120

    /// Starts it; it looks for added partitions each `refreshMs` milliseconds.
    ///
    /// With `partitions` it goes on for good as if there were only so many, whatever the library learns of the topic.
    init(
        _ trails: Trails, _ settings: KafkaSettings, keys: Range<Int>, refreshMs: Int = -1, partitions: UInt32? = nil
    ) throws {
        let settings = try KafkaSettings(
            bootstrap: settings.bootstrap,
            properties: ["topic.metadata.refresh.interval.ms": String(refreshMs), "linger.ms": "1"])
        let producer = try Producer(settings: settings) { _ in }
        let thread = Thread { [self] in
            do {
                var number = 0
                let deadline = ContinuousClock.now + .seconds(Self.lifeS)
                while isWanted.load(ordering: .relaxed), ContinuousClock.now < deadline {
                    let (key, value) = trails.next("k\(keys.lowerBound + number % keys.count)")
                    let partition = partitions.map { Int32(Self.murmur2(key) % $0) }
                    try producer.send(topic: trails.topic, partition: partition, key: key, value: value)
                    number += 1
                    if number % Self.burst == 0 { pause(milliseconds: Self.pauseMs) }
                }
                try producer.flush(timeoutMs: 30_000)
            } catch {
                failure.withLock { $0 = error }
            }
            producer.close(deadlineMs: 5_000)
            ended.signal()
        }
        thread.start()
    }

    /// Lets it end, with all that it sent in the log.
    func finish() throws {
        isWanted.store(false, ordering: .relaxed)
        try check(ended.wait(timeout: .now() + 60) == .success, "a producer did not end")
        if let failure = failure.withLock({ $0 }) { throw failure }
    }

    /// The hash by which the producers here choose a partition, without its sign.
    private static func murmur2(_ bytes: [UInt8]) -> UInt32 {
        let factor: UInt32 = 0x5bd1_e995
        var hash = 0x9747_b28c ^ UInt32(bytes.count)
        let whole = bytes.count / 4 * 4
        for start in stride(from: 0, to: whole, by: 4) {
            var word = bytes[start..<(start + 4)].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) } &* factor
            word = (word ^ word >> 24) &* factor
            hash = hash &* factor ^ word
        }
        if whole < bytes.count {
            hash = (hash ^ bytes[whole...].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }) &* factor
        }
        hash = (hash ^ hash >> 13) &* factor
        return (hash ^ hash >> 15) & 0x7fff_ffff
    }
}
