// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Glibc

/// Threads of this room that nobody joins.
enum HelperThread {
    /// Runs the body on a new thread that gets none of the process's signals; false if there is no thread to be had.
    static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        let opaque = unsafe Unmanaged.passRetained(Work(body)).toOpaque()
        var thread = pthread_t()
        let code = withSignalsBlocked { unsafe pthread_create(&thread, nil, run, opaque) }
        guard code == 0 else {
            unsafe Unmanaged<Work>.fromOpaque(opaque).release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    /// Runs the body while this thread, and so each thread it starts, gets no signals.
    static func withSignalsBlocked<Result>(_ body: () -> Result) -> Result {
        var all = sigset_t()
        var before = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        return body()
    }

    fileprivate final class Work: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }
}

private func run(_ opaque: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let opaque = unsafe opaque {
        unsafe Unmanaged<HelperThread.Work>.fromOpaque(opaque).takeRetainedValue().body()
    }
    return nil
}
