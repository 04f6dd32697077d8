// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// `projectord remove`: a generation as of a past time goes.
enum RemoveCommand {
    static let subcommand = Subcommand(
        name: "remove", arguments: "PROJECTION@LABEL", argumentCount: 1...1,
        summary: "remove a generation that rebuild --until made",
        details: ["Its files go at once, also while it is being built. The live generation is not touched."],
        settings: [.admin], examples: ["projectord remove shop@march"], run: run)

    @Sendable
    static func run(_ call: Invocation) throws(CommandError) -> ExitCode {
        let word = call.arguments.words[0]
        let parts = word.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[1].isEmpty,
            parts[1].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) })
        else {
            throw CommandError(
                .usage, "'\(word)' is not of the form PROJECTION@LABEL", hint: "projectord status lists them")
        }
        let name = try ProjectionName.read(parts[0])
        let client = AdminClient(admin: try call.settings().address(.admin))
        let answer = try client.post(
            "/admin/v1/\(name)/past/\(parts[1])/remove", json: "{}", waitS: RebuildCommand.beginS)
        guard answer.status == 200 else {
            let problem = ProblemReport.read(answer)
            throw CommandError(problem.exitCode, "\(problem.title): \(problem.detail)", hint: problem.hint)
        }
        Console.output("removed \(name)@\(parts[1])\n")
        return .success
    }
}
