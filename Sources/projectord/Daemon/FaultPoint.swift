// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Glibc
internal import ReadModel
internal import Synchronization

/// Kills the process at a named place of a transaction, for tests: `PROJECTORD_TEST_KILL=<point>:<count>`.
final class FaultPoint: Sendable {
    /// The variable of the environment.
    static let variable = "PROJECTORD_TEST_KILL"

    private let point: ModelWriter.Point
    private let count: Int
    private let seen = Atomic<Int>(0)

    /// Reads the variable; nil if it is not set.
    init?(environment: [String: String]) throws(CommandError) {
        guard let text = environment[Self.variable] else { return nil }
        let parts = text.split(separator: ":")
        guard parts.count == 2, let point = ModelWriter.Point(rawValue: String(parts[0])), let count = Int(parts[1]),
            count > 0
        else {
            let names = ModelWriter.Point.allCases.map(\.rawValue).joined(separator: "|")
            throw CommandError(
                .settings, "\(Self.variable) is '\(text)'", hint: "\(Self.variable)=POINT:COUNT with POINT \(names)")
        }
        self.point = point
        self.count = count
    }

    /// Notes that a writer is at a place; at the chosen one, the chosen time, nothing returns.
    func reached(_ place: ModelWriter.Point) {
        guard place == point, seen.add(1, ordering: .relaxed).newValue == count else { return }
        kill(getpid(), SIGKILL)
    }
}
