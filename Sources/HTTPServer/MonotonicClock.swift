// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

private import Glibc

/// The time that deadlines are kept in.
enum MonotonicClock {
    /// Milliseconds since the machine's start; coarse (4 ms), because it is read a few times a request.
    static var nowMs: Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
