// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Glibc

/// How pressing the work of threads is.
public enum ThreadPriority {
    /// Linux's SCHED_IDLE, which the C library only names for itself.
    private static let idlePolicy: Int32 = 5

    /// Lets the calling thread give way to all others, and with it those that it starts from now on, as clients do.
    ///
    /// It cannot be taken back without privileges. A nice value would not do: the kernel lets a nice thread end its
    /// slice of 3 ms before another runs, while one of this policy is put off at once. To keep it to half of the cores
    /// as well left the median of queries as it is alone, but made the slowest hundredth slower.
    public static func giveWay() {
        var parameters = sched_param()
        _ = unsafe sched_setscheduler(0, idlePolicy, &parameters)
    }
}
