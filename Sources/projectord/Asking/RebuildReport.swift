// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What the admin address tells of a projection's latest build.
struct RebuildReport: Decodable, Sendable {
    var projection: String
    var state: String
    var generation: Int?
    var replaces: Int?
    var delivered: Int64?
    var lagRecords: Int64?
    var progress: Double?
    var phase: String?
    var recordsDone: Int64?
    var recordsTotal: Int64?
    var recordsPerSecond: Int64?
    var secondsLeft: Int64?
    var breaks: [Break]?
    var isRebuiltAtStart: Bool?
    var label: String?
    var until: String?
    var vector: [String]?
    var waitingFor: String?
    var code: String?
    var place: String?
    var reason: String?
    var hint: String?
    var proof: ProofReport?

    /// A partition that goes back.
    struct Break: Decodable, Sendable {
        var topic: String
        var partition: Int
        var from: Int64
        var to: Int64
    }

    /// Reads the page `/admin/v1/{projection}/rebuild`.
    static func read(_ answer: AdminClient.Answer) throws(CommandError) -> RebuildReport {
        guard (200..<300).contains(answer.status) else {
            let problem = ProblemReport.read(answer)
            // What the daemon refuses for the projection's own sake is no fault of the call.
            let code: ExitCode = answer.status == 409 ? .difference : problem.exitCode
            throw CommandError(code, "\(problem.title): \(problem.detail)", hint: problem.hint)
        }
        return try AdminPage.decode(RebuildReport.self, from: answer.body)
    }
}
