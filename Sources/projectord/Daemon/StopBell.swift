// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation
internal import Glibc
internal import Synchronization

/// Waits for SIGTERM or SIGINT; the second of them ends the process at once.
///
/// The kernel gives a process's signal to its main thread while that one takes it, so the handler disturbs no other. The
/// handler only counts and closes a descriptor, which a handler may; the main thread reads the pipe's end from it.
enum StopBell {
    private static let pipe = Pipe()
    private static let writeEnd = pipe.fileHandleForWriting.fileDescriptor
    private static let rings = Atomic<Int>(0)

    /// Takes the two signals from here on; once, on the main thread, before other threads are made.
    static func install() {
        // The statics are made here: a handler must not be the first to touch them.
        _ = (writeEnd, rings.load(ordering: .relaxed))
        signal(SIGTERM, takeSignal)
        signal(SIGINT, takeSignal)
        signal(SIGPIPE, SIG_IGN)
    }

    /// Waits for the first signal.
    static func wait() {
        _ = try? pipe.fileHandleForReading.read(upToCount: 1)
    }

    /// Whether a stop was asked for.
    static var hasRung: Bool { rings.load(ordering: .relaxed) > 0 }

    /// Counts a signal; nothing here may lock or allocate.
    fileprivate static func ring(_ number: Int32) {
        if rings.add(1, ordering: .relaxed).newValue > 1 { _exit(128 + number) }
        close(writeEnd)
    }
}

private func takeSignal(_ number: Int32) {
    StopBell.ring(number)
}
