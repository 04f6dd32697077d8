// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation

/// What the admin address tells of held records.
struct HeldReport: Decodable, Sendable {
    /// A held record.
    struct Record: Decodable, Sendable {
        var source: String
        var key: String?
        var keyBase64: String?
        var topic: String
        var partition: Int
        var offset: Int64
        var time: String?
        var code: String?
        var message: String?
        var hint: String?
        var waiting: Int64?
        var value: String?
        var valueBase64: String?
        var headers: [Header]?

        /// `topic/partition@offset`.
        var place: String { "\(topic)/\(partition)@\(offset)" }

        /// The key for people.
        var keyText: String { key ?? keyBase64.map { "base64 \($0)" } ?? "(none)" }
    }

    struct Header: Decodable, Sendable {
        var name: String
        var value: String?
        var valueBase64: String?
    }

    /// What came of an action.
    struct Outcome: Decodable, Sendable {
        var done: Bool
        var applied: Int64
        var skipped: Int64
        var freedKeys: Int64
        var failedKeys: Int64
    }

    var keys: Int64
    var records: Int64
    var held: [Record]

    /// Reads an answer; one that is no success becomes the command's error.
    static func read<Report: Decodable>(
        _ type: Report.Type, _ answer: AdminClient.Answer
    ) throws(CommandError) -> Report {
        guard (200..<300).contains(answer.status) else {
            let problem = ProblemReport.read(answer)
            throw CommandError(problem.exitCode, "\(problem.title): \(problem.detail)", hint: problem.hint)
        }
        return try AdminPage.decode(type, from: answer.body)
    }
}
