// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CRdKafka

/// How the process's memory is kept small beside librdkafka's threads.
public enum KafkaMemory {
    /// The most arenas that malloc makes.
    ///
    /// Each broker has threads of its own, and by default each of them an arena that keeps what it once took: with
    /// three brokers a daemon grew to 287 MB. Two cost nothing measurable in a pipeline's rate.
    static let arenasMax: Int32 = 2

    /// Bounds the arenas; before the first client is made.
    public static func limitArenas() {
        _ = mallopt(M_ARENA_MAX, arenasMax)
    }
}
