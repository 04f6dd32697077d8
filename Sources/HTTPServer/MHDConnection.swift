// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The library's handle of a connection, on its way between threads.
///
/// Proof of Sendable: it is stored only while the connection is suspended, when the library does not free it, and
/// used only under that suspension's lock.
/// Proof of safe: for the same reason the pointer is valid whenever it is used.
@safe
struct MHDConnection: @unchecked Sendable {
    let pointer: OpaquePointer
}
