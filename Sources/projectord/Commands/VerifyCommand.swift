// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// `projectord verify`: views compared with their own SELECTs.
enum VerifyCommand {
    /// How long the comparing may take, in seconds: it reads all that the views read.
    private static let waitS = 3_600.0
    private static let sample = Flag(name: "sample", value: "N", summary: "compare N keys of each view instead of all")
    private static let seed = Flag(
        name: "seed", value: "NUMBER", summary: "what chooses the keys, as an earlier run told")

    static let subcommand = Subcommand(
        name: "verify", arguments: "PROJECTION", argumentCount: 1...1,
        summary: "compare a projection's views with their own SELECTs",
        details: [
            "The running daemon runs each view's SELECT anew on one snapshot of the live generation, and compares the",
            "rows, values and types. It reads all that the views read, while everything else goes on.",
            "With --sample it compares N random keys that each view has, and N that its tables say it should have: for",
            "large models. It tells the seed by which they were chosen.",
            "It exits 1 if a view differs, or is not kept since it failed.",
        ],
        settings: [.admin], flags: [.json, sample, seed],
        examples: [
            "projectord verify shop", "projectord verify shop --sample 1000", "projectord verify shop --json",
        ], run: run)

    @Sendable
    static func run(_ call: Invocation) throws(CommandError) -> ExitCode {
        let name = call.arguments.words[0]
        guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) }) else {
            throw CommandError(.usage, "'\(name)' is no projection's name", hint: "projectord status lists them")
        }
        let asked = try [number(sample, call.arguments), number(seed, call.arguments)].compactMap(\.self)
        let query = asked.isEmpty ? "" : "?" + asked.joined(separator: "&")
        let admin = try call.settings().address(.admin)
        let address = "http://\(admin)/admin/v1/\(name)/verify\(query)"
        let answer = try AdminClient(admin: admin).get(address, waitS: waitS)
        let report = try VerifyReport.read(answer)
        if call.arguments.has(.json) {
            Console.output(String(decoding: answer.body, as: UTF8.self) + "\n")
        } else {
            Console.output(report.text)
        }
        return report.views.allSatisfy(\.isRight) ? .success : .difference
    }

    /// A flag as the parameter of its name; nil if it was not given.
    private static func number(_ flag: Flag, _ arguments: ParsedArguments) throws(CommandError) -> String? {
        guard let text = arguments.value(flag.name) else { return nil }
        guard let number = UInt64(text) else {
            throw CommandError(
                .usage, "--\(flag.name) is '\(text)': it is no whole number", hint: "--\(flag.name) 1000")
        }
        return "\(flag.name)=\(number)"
    }
}
