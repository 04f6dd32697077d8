// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A column of an aggregate's state.
struct KeptColumn {
    /// Its name.
    var name: String
    /// Its type.
    var type: String
    /// What adds it up from the input, which is called `v`.
    var sum: String
    /// Whether the sum is added to what is stored; else it is what is stored then.
    var isAdded: Bool

    /// What it may hold.
    var kinds: StorageKinds

    init(_ name: String, _ type: String, _ sum: String) {
        self.name = name
        self.type = type
        self.sum = sum
        isAdded = true
        kinds = .integer
    }

    init(extreme name: String, _ kinds: StorageKinds, _ query: String) {
        self.name = name
        type = "ANY"
        sum = query
        isAdded = false
        self.kinds = kinds
    }
}
