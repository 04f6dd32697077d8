// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Projector
internal import ReadModel
internal import Synchronization

/// The past generations that were asked for, with what their queries need.
final class ServedPasts: Sendable {
    private struct Key: Hashable {
        var projection: String
        var label: String
    }

    private let registry: MetricsRegistry
    private let known = Mutex<[Key: ServedProjection]>([:])

    init(registry: MetricsRegistry) {
        self.registry = registry
    }

    /// A projection's generation of that label, whether it is there or not.
    ///
    /// Only those that are there are kept, so there are never more than may be labelled.
    func find(_ runner: ProjectionRunner, _ label: String) -> ServedProjection {
        let key = Key(projection: runner.projection.name, label: label)
        let isThere = runner.sealed(label) != nil
        return known.withLock { known in
            for old in known.keys where old.projection == key.projection && runner.sealed(old.label) == nil {
                known[old] = nil
            }
            if let found = known[key] { return found }
            let made = ServedProjection(runner, registry: registry, label: label)
            if isThere { known[key] = made }
            return made
        }
    }
}

extension Problem {
    /// A 409 for a token that lies beyond a past generation's end.
    init(past projection: ServedProjection, lacks places: [UnmetPlace]) {
        let time = projection.past?.time ?? "its time"
        let lacking = places.map { unmet in
            let last = unmet.lastDone.map { $0 >= 0 ? "ends at \($0)" : "has none of it" } ?? "does not have it"
            return "\(unmet.place) was asked for, but it \(last)"
        }
        self.init(
            .beyondPast, "\(projection.name) is as of \(time) and stands still: " + lacking.joined(separator: "; "),
            [("wanted", .text(places.map(\.place.description).joined(separator: ", ")))])
    }
}
