// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What the admin address tells of a live generation compared with the log.
struct AgainstLogReport: Decodable, Sendable {
    var projection: String
    var generation: Int
    var proof: ProofReport

    /// Reads the answer of a POST to `/admin/v1/{projection}/verify`.
    static func read(_ answer: AdminClient.Answer) throws(CommandError) -> AgainstLogReport {
        guard answer.status == 200 else {
            let problem = ProblemReport.read(answer)
            // What the daemon refuses for the projection's own sake is no fault of the call.
            let code: ExitCode = answer.status == 409 ? .difference : problem.exitCode
            throw CommandError(code, "\(problem.title): \(problem.detail)", hint: problem.hint)
        }
        return try AdminPage.decode(AgainstLogReport.self, from: answer.body)
    }
}
