// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Projector
internal import Synchronization

/// Whether requests can be answered: each projection's model is open and its first build done.
///
/// Lag does not matter: a burst of events must not take all replicas out of service at once.
struct Readiness {
    /// The checks by name, what is amiss, nil if nothing is, and what is to be known although it is ready.
    let checks: [(name: String, fault: String?, note: String)]
    /// What else an operator should know, by the check's name.
    private let notes: [String: String]

    init(_ runners: [ProjectionRunner], isStopping: Bool) {
        notes = Dictionary(
            runners.compactMap { runner in
                Readiness.note(runner).map { ("projection \(runner.projection.name)", $0) }
            }, uniquingKeysWith: { first, _ in first })
        checks =
            [(name: "serving", fault: isStopping ? "the daemon is stopping" : nil, note: "")]
            + runners.map { runner in
                let name = "projection \(runner.projection.name)"
                let cause = (runner.stopCause ?? runner.hindrance).map(Self.text)
                if runner.live != nil { return (name: name, fault: nil, note: cause.map { ", but \($0)" } ?? "") }
                return (name: name, fault: cause ?? "first build", note: "")
            }
    }

    /// `, 2 keys held`; nil if none is.
    private static func note(_ runner: ProjectionRunner) -> String? {
        let count = runner.board?.heldKeys.load(ordering: .relaxed) ?? 0
        return count == 0 ? nil : ", \(count) \(count == 1 ? "key" : "keys") held"
    }

    var isReady: Bool { checks.allSatisfy { $0.fault == nil } }

    private static func text(_ cause: StopCause) -> String {
        let place = cause.place.isEmpty ? "" : " at \(cause.place)"
        return "\(cause.code.rawValue)\(place): \(cause.message); try: \(cause.hint)"
    }

    /// A line for each check.
    var verbose: String {
        checks.map {
            "[\($0.fault == nil ? "+" : "-")] \($0.name) \($0.fault ?? "ok")\($0.note)\(notes[$0.name] ?? "")\n"
        }.joined()
    }
}
