// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Projector

/// Whether requests can be answered: each projection's model is open and its first build done.
///
/// Lag does not matter: a burst of events must not take all replicas out of service at once.
struct Readiness {
    /// The checks by name, and what is amiss; nil if nothing is.
    let checks: [(name: String, fault: String?)]

    init(_ runners: [ProjectionRunner], isStopping: Bool) {
        checks =
            [(name: "serving", fault: isStopping ? "the daemon is stopping" : nil)]
            + runners.map { runner in
                let name = "projection \(runner.projection.name)"
                if runner.live != nil { return (name: name, fault: nil) }
                return (
                    name: name, fault: runner.stopCause.map { "\($0.code.rawValue): \($0.message)" } ?? "first build"
                )
            }
    }

    var isReady: Bool { checks.allSatisfy { $0.fault == nil } }

    /// A line for each check.
    var verbose: String {
        checks.map { "[\($0.fault == nil ? "+" : "-")] \($0.name) \($0.fault ?? "ok")\n" }.joined()
    }
}
