// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import KafkaClient
internal import Synchronization

/// Takes librdkafka's events: remembers what trouble there was, and passes each fault on once in a while.
final class KafkaEventFilter: Sendable {
    /// How long the same fault is not told again, in seconds; an absent broker repeats it several times a second.
    static let silenceSeconds = 30
    /// How long a refusal or a dropped answer explains why questions fail, in seconds: librdkafka meets it again with
    /// each new connection, at most 1 s later, and with each fetch, at most 10 s later.
    static let memorySeconds = 12

    private struct State {
        var hasTrouble = false
        var told: [String: ContinuousClock.Instant] = [:]
        var refusal: (error: KafkaError, at: ContinuousClock.Instant)?
        var tooLarge: (text: String, at: ContinuousClock.Instant)?
    }

    /// How many faults of brokers librdkafka has told.
    let faults = Atomic<Int>(0)

    private let state = Mutex(State())
    private let tell: @Sendable (String) -> Void

    init(tell: @escaping @Sendable (String) -> Void) {
        self.tell = tell
    }

    func take(_ event: KafkaEvent) {
        guard case .error(let error) = event else { return }
        faults.add(1, ordering: .relaxed)
        if take(error) { tell(error.description) }
    }

    /// Notes a fault; whether it is to be told.
    func take(_ error: KafkaError) -> Bool {
        let now = ContinuousClock.now
        return state.withLock { state in
            state.hasTrouble = true
            if error.kind == .authentication { state.refusal = (error, now) }
            // librdkafka has no code of its own for an answer that it drops because of its size.
            if error.message.contains("receive.message.max.bytes") { state.tooLarge = (error.message, now) }
            if let last = state.told[error.codeName], now - last < .seconds(KafkaEventFilter.silenceSeconds) {
                return false
            }
            state.told[error.codeName] = now
            return true
        }
    }

    /// Whether a broker failed since the last call.
    func takeTrouble() -> Bool {
        state.withLock { state in
            defer { state.hasTrouble = false }
            return state.hasTrouble
        }
    }

    /// Asks for a new look at the log, as after a fault.
    func noteTrouble() { state.withLock { $0.hasTrouble = true } }

    /// The brokers' latest refusal of who we are, if it is fresh.
    var refusal: KafkaError? {
        state.withLock { $0.refusal }.flatMap { KafkaEventFilter.isFresh($0.at) ? $0.error : nil }
    }

    /// What librdkafka said of an answer that was too large for it, if it said so lately.
    var tooLarge: String? {
        state.withLock { $0.tooLarge }.flatMap { KafkaEventFilter.isFresh($0.at) ? $0.text : nil }
    }

    private static func isFresh(_ instant: ContinuousClock.Instant) -> Bool {
        ContinuousClock.now - instant < .seconds(memorySeconds)
    }
}
