// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CRdKafka
internal import Glibc

/// Where threads run, beside others that are more pressing.
public enum ThreadPlacement {
    /// Room for the cores of the largest machines that Linux is built for, in bytes.
    private static let bytesMax = 1_024
    /// Linux's SCHED_IDLE, which the C library only names for itself.
    private static let idlePolicy: Int32 = 5

    /// Keeps the calling thread to half of the cores that it may use, and with it those that it starts from now on, as
    /// clients do.
    ///
    /// So queries always find a core that this work leaves free; scripts/bench shows what they take beside a rebuild.
    /// On both of two cores they waited up to a millisecond to be scheduled, with the idle policy as with any nice
    /// value. The policy stays as it is: the kernel takes a core with nothing but idle policy on it for a free one, and
    /// places others there. Where there is one core only, the idle policy is the next best.
    public static func giveWay() {
        let allowed = cores
        guard allowed.count > 1 else {
            var parameters = sched_param()
            _ = unsafe sched_setscheduler(0, idlePolicy, &parameters)
            return
        }
        var bits = [UInt8](repeating: 0, count: bytesMax)
        for core in allowed.suffix(allowed.count / 2) { bits[core / 8] |= 1 << (core % 8) }
        _ = unsafe crdkafka_keep_to(bits, UInt(bits.count))
    }

    /// The cores that the calling thread may use, by number.
    static var cores: [Int] {
        var bits = [UInt8](repeating: 0, count: bytesMax)
        guard unsafe crdkafka_cores(&bits, UInt(bytesMax)) > 0 else { return [] }
        return (0..<8 * bytesMax).filter { bits[$0 / 8] & 1 << ($0 % 8) != 0 }
    }
}
