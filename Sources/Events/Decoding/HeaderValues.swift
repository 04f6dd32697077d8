// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The values of one record's headers, copied into memory that is used again.
@safe
struct HeaderValues: ~Copyable {
    // Proof of safe: pointers to the bytes are lent to closures only.
    private var bytes: [UInt8] = []
    private var places: [Range<Int>?]
    private var isEmpty = true

    init(count: Int) {
        places = Array(repeating: nil, count: count)
    }

    mutating func set(_ index: Int, _ value: RawSpan) {
        let start = bytes.count
        unsafe value.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
        places[index] = start..<bytes.count
        isEmpty = false
    }

    mutating func forget(_ index: Int) {
        places[index] = nil
    }

    mutating func forgetAll() {
        guard !isEmpty else { return }
        bytes.removeAll(keepingCapacity: true)
        for index in places.indices { places[index] = nil }
        isEmpty = true
    }

    /// Lends the value of a header; nil if the record has none of its name.
    func withValue<R>(_ index: Int, _ body: (UnsafeRawBufferPointer?) -> R) -> R {
        guard let place = places[index] else { return body(nil) }
        return unsafe bytes.withUnsafeBytes { unsafe body(UnsafeRawBufferPointer(rebasing: $0[place])) }
    }
}
