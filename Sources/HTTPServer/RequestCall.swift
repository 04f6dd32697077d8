// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What the library hands over each time it calls for a request.
///
/// Proof of safe: valid only during that call, on its thread; nothing keeps it.
@safe
struct RequestCall {
    let connection: OpaquePointer
    let method: UnsafePointer<CChar>
    let path: UnsafePointer<CChar>
    let version: UnsafePointer<CChar>
    let piece: UnsafeRawBufferPointer
}
