// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CRdKafka

/// A `rd_kafka_t *` on its way between threads.
///
/// Sendable: librdkafka's handle is safe to use from every thread; when it is freed is `ClientHandle`'s affair.
@safe struct ClientPointer: @unchecked Sendable {
    let raw: OpaquePointer

    init(_ raw: OpaquePointer) {
        unsafe self.raw = raw
    }
}
