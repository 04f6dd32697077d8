// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation
internal import Synchronization

/// Lets the main thread do something at intervals until the stop bell rings.
final class StopWatch: Sendable {
    private let rung = DispatchSemaphore(value: 0)
    private let state = Atomic<Bool>(false)

    /// Listens for the bell, on a thread of its own.
    init() {
        let thread = Thread { [self] in
            StopBell.wait()
            state.store(true, ordering: .relaxed)
            rung.signal()
        }
        thread.name = "stop-bell"
        thread.start()
    }

    /// Whether the bell has rung.
    var hasRung: Bool { state.load(ordering: .relaxed) }

    /// Waits for one interval; true, and at once, if the bell has rung.
    func wait(milliseconds: Int) -> Bool {
        if hasRung { return true }
        _ = rung.wait(timeout: .now() + .milliseconds(milliseconds))
        return hasRung
    }
}
