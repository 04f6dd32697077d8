// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

/// An item that is not joined row by row: a LEFT JOIN by its whole key, what must not be there, or what a SELECT within
/// an expression reads.
struct Lookup: Sendable {
    var item: Item
    /// The terms that connect it to the branch's rows.
    var terms: [SQLExpression]
}
