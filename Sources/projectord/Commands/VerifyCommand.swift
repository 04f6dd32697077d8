// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// `projectord verify`: views compared with their own SELECTs, or all rows with the log.
enum VerifyCommand {
    /// How long the comparing may take, in seconds: it reads all that the views read.
    private static let waitS = 3_600.0
    /// How long a read model may take to be made anew for it, in seconds.
    private static let againstLogS = 86_400.0
    private static let sample = Flag(name: "sample", value: "N", summary: "compare N keys of each view instead of all")
    private static let againstLog = Flag(
        name: "against-log", summary: "compare all rows with what the log gives, read anew from its start")
    private static let seed = Flag(
        name: "seed", value: "NUMBER", summary: "what chooses the keys, as an earlier run told")

    static let subcommand = Subcommand(
        name: "verify", arguments: "PROJECTION", argumentCount: 1...1,
        summary: "compare a projection's views with their own SELECTs, or its rows with the log",
        details: [
            "The running daemon runs each view's SELECT anew on one snapshot of the live generation, and compares the",
            "rows, values and types. It reads all that the views read, while everything else goes on.",
            "With --sample it compares N random keys that each view has, and N that its tables say it should have: for",
            "large models. It tells the seed by which they were chosen.",
            "With --against-log it makes a read model anew beside the live one, compares all rows of both at one place",
            "in the log, lists what differs with old and new, and removes it: as long as a rebuild takes, and as much",
            "disk. Nothing is switched.",
            "It exits 1 if a view or a row differs, or a view is not kept since it failed.",
        ],
        settings: [.admin], flags: [.json, sample, seed, againstLog],
        examples: [
            "projectord verify shop", "projectord verify shop --sample 1000", "projectord verify shop --json",
            "projectord verify shop --against-log",
        ], run: run)

    @Sendable
    static func run(_ call: Invocation) throws(CommandError) -> ExitCode {
        let name = call.arguments.words[0]
        guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) }) else {
            throw CommandError(.usage, "'\(name)' is no projection's name", hint: "projectord status lists them")
        }
        if call.arguments.has(againstLog) { return try compareWithLog(name, call) }
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

    private static func compareWithLog(_ name: String, _ call: Invocation) throws(CommandError) -> ExitCode {
        for flag in [sample, seed] where call.arguments.has(flag) {
            throw CommandError(
                .usage, "--against-log compares everything, --\(flag.name) some keys", hint: "leave one of them out")
        }
        let client = AdminClient(admin: try call.settings().address(.admin))
        let answer = try client.post(
            "/admin/v1/\(name)/verify", json: #"{"against_log": true}"#, waitS: againstLogS)
        let report = try AgainstLogReport.read(answer)
        if call.arguments.has(.json) {
            Console.output(String(decoding: answer.body, as: UTF8.self) + "\n")
        } else {
            Console.output(report.proof.text)
        }
        return report.proof.differences == 0 ? .success : .difference
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
