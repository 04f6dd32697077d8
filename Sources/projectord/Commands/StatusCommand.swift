// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// `projectord status`: how a running daemon is doing.
enum StatusCommand {
    static let subcommand = Subcommand(
        name: "status",
        summary: "show how a running daemon is doing: state, lag, positions, accounting",
        details: [
            "It asks the daemon's admin address. --json prints what that answers, for programs.",
            "It exits 69 if no daemon answers, and 0 whatever the state of the projections is.",
        ],
        settings: [.admin], flags: [.json],
        examples: ["projectord status", "projectord status --admin 127.0.0.1:9081 --json"], run: run)

    @Sendable
    static func run(_ call: Invocation) throws(CommandError) -> ExitCode {
        let settings = try call.settings()
        let answer = try AdminClient(admin: settings.address(.admin)).get("/admin/v1")
        guard answer.status == 200 else {
            let problem = ProblemReport.read(answer)
            throw CommandError(problem.exitCode, "\(problem.title): \(problem.detail)", hint: problem.hint)
        }
        if call.arguments.has(.json) {
            Console.output(String(decoding: answer.body, as: UTF8.self) + "\n")
        } else {
            Console.output(StatusText.text(try StatusReport.read(answer.body)))
        }
        return .success
    }
}
