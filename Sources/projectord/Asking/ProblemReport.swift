// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation

/// A daemon's answer that tells what went wrong (RFC 9457).
struct ProblemReport: Decodable, Sendable {
    var title: String
    var status: Int
    var detail: String
    var hint: String?

    /// The problem of an answer; a plain one if it tells nothing.
    static func read(_ answer: AdminClient.Answer) -> ProblemReport {
        let problem = try? JSONDecoder().decode(ProblemReport.self, from: answer.body)
        return problem
            ?? ProblemReport(title: "HTTP \(answer.status)", status: answer.status, detail: "no reason was given")
    }

    /// How the command ends that met it.
    var exitCode: ExitCode {
        switch status {
        case 400..<405: .usage
        case 500: .bug
        default: .unreachable
        }
    }
}
