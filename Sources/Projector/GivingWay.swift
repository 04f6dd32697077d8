// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation
internal import KafkaClient

/// Work that gives way to those that answer queries and follow the log.
enum GivingWay {
    /// Runs `body` on a thread of its own, which gives way, and waits for it.
    ///
    /// What gives way keeps to it, with all that it starts: hence a thread of its own.
    static func run(_ name: String, _ body: @escaping @Sendable () -> Void) {
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            ThreadPlacement.giveWay()
            body()
            done.signal()
        }
        thread.name = name
        thread.start()
        done.wait()
    }
}
