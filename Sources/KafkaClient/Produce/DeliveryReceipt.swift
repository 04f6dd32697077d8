// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Dispatch
internal import Synchronization

/// Where the sender of one record waits for its delivery.
final class DeliveryReceipt: Sendable {
    private let outcome = Mutex<Result<RecordPlace, KafkaError>?>(nil)
    private let arrived = DispatchSemaphore(value: 0)

    func fulfil(partition: Int32, offset: Int64, _ error: KafkaError?) {
        outcome.withLock { outcome in
            outcome = error.map { .failure($0) } ?? .success(RecordPlace(partition: partition, offset: offset))
        }
        arrived.signal()
    }

    func wait(timeoutMs: Int) throws(KafkaError) -> RecordPlace {
        _ = arrived.wait(timeout: .now() + .milliseconds(timeoutMs))
        guard let outcome = outcome.withLock({ $0 }) else {
            let message = "the record was not acknowledged in \(timeoutMs) ms"
            throw KafkaError(.timedOut, message: message, isRetriable: true)
        }
        return try outcome.get()
    }
}
