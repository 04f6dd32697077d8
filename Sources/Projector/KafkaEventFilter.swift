// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import KafkaClient
internal import Synchronization

/// Takes librdkafka's events: remembers that there was trouble, and passes each fault on once in a while.
final class KafkaEventFilter: Sendable {
    /// How long the same fault is not told again, in seconds; an absent broker repeats it several times a second.
    static let silenceSeconds = 30

    private struct State {
        var hasTrouble = false
        var told: [String: ContinuousClock.Instant] = [:]
    }

    private let state = Mutex(State())
    private let tell: @Sendable (String) -> Void

    init(tell: @escaping @Sendable (String) -> Void) {
        self.tell = tell
    }

    func take(_ event: KafkaEvent) {
        guard case .error(let error) = event else { return }
        let now = ContinuousClock.now
        let isNew = state.withLock { state in
            state.hasTrouble = true
            if let last = state.told[error.codeName], now - last < .seconds(KafkaEventFilter.silenceSeconds) {
                return false
            }
            state.told[error.codeName] = now
            return true
        }
        if isNew { tell(error.description) }
    }

    func takeTrouble() -> Bool {
        state.withLock { state in
            defer { state.hasTrouble = false }
            return state.hasTrouble
        }
    }
}
