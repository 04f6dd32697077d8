// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

extension Process {
    /// Runs it with no signal blocked: a child inherits its parent thread's mask, and the threads that run tests block
    /// what would stop a daemon.
    func runUnblocked() throws {
        var none = sigset_t()
        var before = sigset_t()
        unsafe sigemptyset(&none)
        unsafe pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        try run()
    }
}
