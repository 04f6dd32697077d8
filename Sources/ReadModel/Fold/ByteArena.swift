// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// Bytes of texts that belong together and are forgotten together; cells hold offsets into it.
@safe
final class ByteArena {
    // Proof of safe: the pointer is owned from init to deinit; who reads through it is marked unsafe itself.

    private(set) var start: UnsafeMutablePointer<UInt8>
    private(set) var count = 0
    private var capacity = 16_384

    init() {
        unsafe start = FlatMemory.make(capacity)
    }

    deinit {
        unsafe FlatMemory.free(start)
    }

    func removeAll() {
        count = 0
    }

    /// Copies bytes to the end and tells where they begin.
    func append(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> Int {
        reserve(length)
        unsafe (start + count).update(from: bytes, count: length)
        count += length
        return count - length
    }

    /// Copies a span to the end and tells where it begins.
    func append(_ bytes: RawSpan) -> Int {
        unsafe bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress, buffer.count > 0 else { return count }
            return unsafe append(base.assumingMemoryBound(to: UInt8.self), buffer.count)
        }
    }

    private func reserve(_ length: Int) {
        guard count + length > capacity else { return }
        while count + length > capacity { capacity *= 2 }
        unsafe FlatMemory.grow(&start, to: capacity)
    }
}
