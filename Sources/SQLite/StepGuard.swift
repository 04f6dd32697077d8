// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CSQLite

/// Counts the work of a connection's statements and stops the one that exceeds its budget.
final class StepGuard {
    /// How many of SQLite's virtual machine steps pass between two looks: about 10 us of work.
    static let stepsPerLook: Int32 = 1_000

    var looksLeft = Int.max
    var deadline: ContinuousClock.Instant?

    /// Whether the running statement must stop.
    func isExceeded() -> Bool {
        looksLeft -= 1
        if looksLeft < 0 { return true }
        if let deadline { return ContinuousClock.now >= deadline }
        return false
    }
}

private func look(context: UnsafeMutableRawPointer?) -> Int32 {
    guard let context = unsafe context else { return 0 }
    return unsafe Unmanaged<StepGuard>.fromOpaque(context).takeUnretainedValue().isExceeded() ? 1 : 0
}

extension Connection {
    /// Makes the connection heed budgets; once, after it was opened.
    public func watchSteps() {
        unsafe sqlite3_progress_handler(
            handle, StepGuard.stepsPerLook, look, Unmanaged.passUnretained(guardian).toOpaque())
    }

    /// Lets the statements that run from now on do about `steps` virtual machine steps until `deadline`; a statement
    /// that exceeds either ends with an error of kind `interrupted`.
    public func allow(steps: Int, until deadline: ContinuousClock.Instant? = nil) {
        guardian.looksLeft = steps / Int(StepGuard.stepsPerLook)
        guardian.deadline = deadline
    }
}
