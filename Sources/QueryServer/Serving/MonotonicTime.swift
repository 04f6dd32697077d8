// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Dispatch

/// Our own monotonic time.
enum MonotonicTime {
    /// Nanoseconds since the machine's start.
    static var nowNs: UInt64 { DispatchTime.now().uptimeNanoseconds }
}
