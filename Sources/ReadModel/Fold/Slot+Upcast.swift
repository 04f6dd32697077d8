// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events

extension DecodePlan.Slot {
    /// The slot of a field of the body as `steps` let it be read; any other slot is as it was.
    func upcast(by steps: [Upcast.Step]) -> DecodePlan.Slot {
        // A file whose tables read what a step changes a part of was refused.
        guard !steps.isEmpty, case .body(let path) = origin,
            let found = try? Upcast(eventType: nil, steps: steps).reading(of: path)
        else { return self }
        var slot = self
        slot.origin = found.paths.first.map { .body($0) } ?? .nothing
        slot.otherwise = Array(found.paths.dropFirst())
        slot.missing = found.missing
        return slot
    }
}
