// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// `projectord verify`: views compared with their own SELECTs.
enum VerifyCommand {
    /// How long the comparing may take, in seconds: it reads all that the views read.
    private static let waitS = 3_600.0

    static let subcommand = Subcommand(
        name: "verify", arguments: "PROJECTION", argumentCount: 1...1,
        summary: "compare a projection's views with their own SELECTs",
        details: [
            "The running daemon runs each view's SELECT anew on one snapshot of the live generation, and compares the",
            "rows, values and types. It reads all that the views read, while everything else goes on.",
            "It exits 1 if a view differs, or is not kept since it failed.",
        ],
        settings: [.admin], flags: [.json],
        examples: ["projectord verify shop", "projectord verify shop --json"], run: run)

    @Sendable
    static func run(_ call: Invocation) throws(CommandError) -> ExitCode {
        let name = call.arguments.words[0]
        guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) }) else {
            throw CommandError(.usage, "'\(name)' is no projection's name", hint: "projectord status lists them")
        }
        let admin = try call.settings().address(.admin)
        let answer = try AdminClient(admin: admin).get("http://\(admin)/admin/v1/\(name)/verify", waitS: waitS)
        let report = try VerifyReport.read(answer)
        if call.arguments.has(.json) {
            Console.output(String(decoding: answer.body, as: UTF8.self) + "\n")
        } else {
            Console.output(report.text)
        }
        return report.views.allSatisfy(\.isRight) ? .success : .difference
    }
}
