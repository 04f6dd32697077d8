// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

extension Branch {
    /// Refuses what no node can keep.
    func check(aggregates: Bool) throws {
        for place in occurrences where place.item.source.isStream {
            guard aggregates, occurrences.count == 1 else {
                throw SelectFault(
                    .noKey, at: place.item.offset, "\(place.item.source.name) keeps no rows: it stands alone in a view",
                    hint: "aggregate it alone in one view, and join that view")
            }
        }
        let all = conditions + outputs + (lookups + absent).flatMap(\.terms)
        try AffinityCheck(column: column, inference: inference).check(all)
    }
}
