// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Testing

/// The built daemon on a real Kafka: one test at a time, since they kill daemons and brokers, and measure.
@Suite(
    "On a real Kafka", .serialized,
    .enabled(if: RealKafka.isThere, "there is no Kafka to be had; see scripts/kafka for where one may come from"))
enum OnRealKafka {}
