// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Projector
internal import ReadModel

/// A place of a token that is not done.
struct UnmetPlace: Sendable {
    var place: LogPlace
    /// The last offset done of its partition, -1 for none; nil if the generation does not know the partition.
    var lastDone: Int64?

    /// As `Projectord-Unmet` tells it: `orders/3@1042 at 1038`.
    var text: String {
        guard let lastDone, lastDone >= 0 else { return "\(place) at none" }
        return "\(place) at \(lastDone)"
    }
}
