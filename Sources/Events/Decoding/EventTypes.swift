// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Glibc

/// The event types that shapes are for, compared as bytes.
@safe
struct EventTypes: ~Copyable {
    // Proof of safe: each place lies in `bytes`, and the pointers are used in the closure that lends them.
    private var bytes: [UInt8] = []
    private var places: [(start: Int, count: Int, shape: Int)] = []
    /// The shape of every other type, and of records without one.
    private(set) var other: Int?

    init(_ shapes: [DecodePlan.Shape]) {
        for (index, shape) in shapes.enumerated() {
            guard let type = shape.eventType else {
                other = index
                continue
            }
            places.append((start: bytes.count, count: type.utf8.count, shape: index))
            bytes.append(contentsOf: type.utf8)
        }
    }

    /// The shape for a type; nil if no handler is for it.
    func shape(of type: UnsafeRawBufferPointer?) -> Int? {
        guard let type = unsafe type else { return other }
        return unsafe bytes.withUnsafeBytes { names in
            for place in places where place.count == type.count {
                guard place.count > 0, let name = names.baseAddress, let found = type.baseAddress else {
                    return place.shape
                }
                if unsafe memcmp(name + place.start, found, place.count) == 0 { return place.shape }
            }
            return other
        }
    }
}
