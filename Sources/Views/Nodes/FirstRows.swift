// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The first rows of each partition, where a SELECT asks for no more: an index finds them.
struct FirstRows {
    /// How many.
    var count: Int
    /// The columns of the rows below that put a partition in order, the key behind, with the words behind each.
    var order: [(column: Source.Column, words: String)]

    /// The terms behind some columns of a partition, for ORDER BY or an index.
    func terms(_ prefix: String = "") -> [String] { order.map { "\(prefix)\($0.column.stored.quoted)\($0.words)" } }
}
