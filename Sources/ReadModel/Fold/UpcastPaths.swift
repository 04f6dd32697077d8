// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events

/// Where a field of an upcast event is found in the event as it was sent.
struct UpcastPaths {
    /// The paths to look at, first to last.
    private(set) var paths: [EventPath]
    /// What the value is if nothing is at any of them.
    private(set) var missing: String?

    /// Follows a field back through the steps: what is read after the last of them was somewhere before the first.
    init(_ path: EventPath, _ steps: [Upcast.Step]) {
        paths = [path]
        for step in steps.reversed() { paths = paths.flatMap { before(step, $0) } }
    }

    private mutating func before(_ step: Upcast.Step, _ path: EventPath) -> [EventPath] {
        switch step {
        case .rename(let from, let to):
            if let rest = path.steps(below: to) { return [path, EventPath(from.steps + rest)] }
            return path.steps(below: from) == nil ? [path] : []
        case .drop(let dropped):
            return path.steps(below: dropped) == nil ? [path] : []
        case .defaulting(let target, let json):
            // A later default stands behind an earlier one.
            if path == target { missing = json }
            return [path]
        }
    }
}

extension EventPath {
    /// The steps of this path after those of `other`; nil if it does not lead there.
    fileprivate func steps(below other: EventPath) -> [Step]? {
        steps.starts(with: other.steps) ? Array(steps.dropFirst(other.steps.count)) : nil
    }
}

extension DecodePlan.Slot {
    /// The slot of a field of the body as `steps` let it be read; any other slot is as it was.
    func upcast(by steps: [Upcast.Step]) -> DecodePlan.Slot {
        guard !steps.isEmpty, case .body(let path) = origin else { return self }
        let found = UpcastPaths(path, steps)
        var slot = self
        slot.origin = found.paths.first.map { .body($0) } ?? .nothing
        slot.otherwise = Array(found.paths.dropFirst())
        slot.missing = found.missing
        return slot
    }
}
