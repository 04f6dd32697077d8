// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import Events

/// Where a table finds a field of events that an upcast changes.
public struct UpcastReading: Hashable, Sendable {
    /// The most places where one field is looked for: each rename adds one, and a few are all that history leaves.
    public static let pathsMax = 8

    /// The places, looked at in order: the first that holds something, be it null, has the value.
    public var paths: [EventPath]
    /// The JSON text that is read where none of them holds anything; nil for NULL.
    public var missing: String?

    /// Makes a reading.
    public init(paths: [EventPath], missing: String? = nil) {
        self.paths = paths
        self.missing = missing
    }

    /// Whether no event has a value there.
    public var isNothing: Bool { paths.isEmpty && missing == nil }
}

extension Upcast {
    /// Why a field cannot be read beside an upcast.
    public enum Conflict: Error, Hashable, Sendable {
        /// A step changes what is at this path, which is within the field.
        case inside(EventPath)
        /// The field has more than `UpcastReading.pathsMax` places.
        case tooMany
    }

    /// Where the field at `path`, as the newest events have it, is found in events of all ages.
    ///
    /// The steps are gone through from the last to the first, as they are what happened to older events before a
    /// table reads them.
    public func reading(of path: EventPath) throws(Conflict) -> UpcastReading {
        var reading = UpcastReading(paths: [path])
        for step in steps.reversed() {
            for changed in step.paths {
                guard !reading.paths.contains(where: { changed.isInside($0) }) else { throw .inside(changed) }
            }
            reading.pass(step)
            guard reading.paths.count <= UpcastReading.pathsMax else { throw .tooMany }
        }
        return reading
    }
}

extension UpcastReading {
    fileprivate mutating func pass(_ step: Upcast.Step) {
        switch step {
        case .rename(let from, let to):
            var found: [EventPath] = []
            for path in paths where !path.isAtOrInside(from) {
                let older = path.isAtOrInside(to) ? [EventPath(from.steps + path.steps.dropFirst(to.steps.count))] : []
                for place in [path] + older where !found.contains(place) { found.append(place) }
            }
            paths = found
        case .defaulting(let path, let json):
            // From here on there is always something, so that later places are never looked at.
            guard let index = paths.firstIndex(of: path) else { return }
            paths.removeSubrange((index + 1)...)
            missing = json
        case .drop(let dropped):
            paths.removeAll { $0.isAtOrInside(dropped) }
        }
    }
}

extension Upcast.Step {
    /// The paths at which the step changes something.
    fileprivate var paths: [EventPath] {
        switch self {
        case .rename(let from, let to): [from, to]
        case .defaulting(let path, _), .drop(let path): [path]
        }
    }
}

extension EventPath {
    /// Whether this is `other` or a part of what is there.
    func isAtOrInside(_ other: EventPath) -> Bool {
        steps.count >= other.steps.count && Array(steps.prefix(other.steps.count)) == other.steps
    }

    /// Whether this is a part of what is at `other`.
    func isInside(_ other: EventPath) -> Bool {
        steps.count > other.steps.count && isAtOrInside(other)
    }
}
