// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation
internal import Glibc

/// Work that gives way to those that answer queries and follow the log.
enum GivingWay {
    /// The nice value of its threads, and of those that they start: beside one of 0 a busy core gives them a tenth.
    static let niceValue: Int32 = 10

    /// Runs `body` on a thread of its own, which gives way, and waits for it.
    ///
    /// A thread cannot take it back, at least not without privileges: hence one of its own.
    static func run(_ name: String, _ body: @escaping @Sendable () -> Void) {
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            // On Linux this is of the calling thread alone, and of those that it starts from now on.
            _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceValue)
            body()
            done.signal()
        }
        thread.name = name
        thread.start()
        done.wait()
    }
}
