// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Synchronization

/// One value handed from one thread to another.
final class Mailbox<Value: Sendable>: Sendable {
    private let content = Mutex<Value?>(nil)
    private let filled = DispatchSemaphore(value: 0)

    func put(_ value: Value) {
        content.withLock { $0 = value }
        filled.signal()
    }

    /// The value; nil if it does not come in time.
    func take(timeoutMs: Int) -> Value? {
        guard filled.wait(timeout: .now() + .milliseconds(timeoutMs)) == .success else { return nil }
        return content.withLock { $0.take() }
    }
}
