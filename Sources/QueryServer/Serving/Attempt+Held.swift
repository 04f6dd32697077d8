// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Projector
internal import ReadModel

extension Attempt {
    /// The places of the token whose very record is held or skipped, with the problem that it is (R33).
    func notApplied(
        _ reader: ModelReader, besides unmet: [UnmetPlace]
    ) throws -> [(place: LogPlace, problem: Problem)] {
        var found: [(place: LogPlace, problem: Problem)] = []
        for place in call.freshness.places where !unmet.contains(where: { $0.place == place }) {
            let position = reader.positions.first { $0.topic == place.topic && $0.partition == place.partition }
            guard let position, place.offset < position.next else { continue }
            if position.accounting.held > 0, let problem = try heldProblem(reader, place) {
                found.append((place, problem))
            } else if position.accounting.skipped > 0, let reason = call.projection.runner.skipReason(place) {
                found.append(
                    (
                        place,
                        Problem(
                            .recordSkipped, "\(place) was skipped: \(reason)", [("place", .text(place.description))])
                    ))
            }
        }
        return found
    }

    private func heldProblem(_ reader: ModelReader, _ place: LogPlace) throws -> Problem? {
        let (detail, code): (String, String)
        switch try reader.holding(topic: place.topic, partition: place.partition, offset: place.offset) {
        case .none: return nil
        case .failed(let fault): (detail, code) = (fault.message, fault.code.rawValue)
        case .waits: (detail, code) = ("it waits behind an earlier record of its key that failed", "waits")
        }
        return Problem(
            .recordHeld, "\(place) is held: \(detail)", [("place", .text(place.description)), ("code", .text(code))])
    }
}
