// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A request to move some of an article.
struct StockMove: Decodable, Sendable {
    var quantity: Int64
}
