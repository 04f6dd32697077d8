// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation
internal import Glibc
internal import Synchronization

/// Tells of SIGTERM and SIGINT; the second of them ends the process at once.
///
/// libdispatch reads signals from a descriptor (signalfd), and where one interrupts a thread all the same, its handler
/// blocks it there and raises it again. So the bell works too where the parent process left the signals blocked.
final class StopBell {
    private final class State: Sendable {
        let rings = Atomic<Int>(0)
        let rung = DispatchSemaphore(value: 0)

        func ring(_ number: Int32) {
            if rings.add(1, ordering: .relaxed).newValue > 1 { _exit(128 + number) }
            rung.signal()
        }
    }

    private let state = State()
    private let sources: [any DispatchSourceSignal]

    /// Takes the two signals from here on; once in a process.
    init() {
        signal(SIGPIPE, SIG_IGN)
        let queue = DispatchQueue(label: "stop-bell")
        sources = [SIGTERM, SIGINT].map { [state] number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { state.ring(number) }
            source.activate()
            return source
        }
    }

    /// Whether a stop was asked for.
    var hasRung: Bool { state.rings.load(ordering: .relaxed) > 0 }

    /// Waits for the first signal.
    func wait() {
        state.rung.wait()
        state.rung.signal()
    }

    /// Waits for the first signal or the time, whichever comes first; whether the bell has rung.
    func wait(milliseconds: Int) -> Bool {
        if state.rung.wait(timeout: .now() + .milliseconds(milliseconds)) == .success { state.rung.signal() }
        return hasRung
    }
}
