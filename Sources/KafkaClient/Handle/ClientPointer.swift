// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CRdKafka

/// A `rd_kafka_t *` on its way between threads.
///
/// Proof of Sendable: librdkafka's handle may be used from every thread.
/// Proof of safe: `ClientHandle` frees it, after all uses have returned.
@safe struct ClientPointer: @unchecked Sendable {
    let raw: OpaquePointer

    init(_ raw: OpaquePointer) {
        unsafe self.raw = raw
    }
}
