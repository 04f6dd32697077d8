// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Glibc

/// `projectord rebuild`: a read model made anew from the log, beside the one that answers.
enum RebuildCommand {
    /// How long the daemon may take to begin, in seconds: it asks the brokers, each partition up to 5 s.
    private static let beginS = 60.0
    /// How often the daemon is asked, in milliseconds.
    private static let pollMs = 200
    /// How often a plain line is written where no terminal shows the progress, in seconds.
    private static let lineS = 5.0

    static let accept = Flag(
        name: "accept-differences",
        summary: "go on although rows differ, the log lacks records, or a fault stopped the live model")
    static let allow = Flag(name: "allow-smaller", summary: "go on although a table loses most of its rows")
    static let detach = Flag(name: "detach", summary: "return as soon as it is begun")

    static let subcommand = Subcommand(
        name: "rebuild", arguments: "PROJECTION", argumentCount: 1...1,
        summary: "make a read model anew from the log, beside the one that answers",
        details: [
            "The running daemon builds a new generation from the log's start, with all decisions applied, and lets it",
            "answer when it has caught up. The old one answers and goes on meanwhile. The command shows the progress;",
            "Ctrl-C leaves the rebuild running, and a restart of the daemon goes on with it.",
            "Before it answers it is compared with the old one, both at one place in the log: rows that differ though",
            "their definition does not are listed, and it goes live only with --accept-differences; a table that would",
            "be empty, or have less than half of its rows, needs --allow-smaller. Both are kept meanwhile.",
            "It is refused when the log no longer has what the live generation was built from, and when a fault of the",
            "log or of its file has stopped that one: --accept-differences then goes on with what the log has.",
        ],
        settings: [.admin], flags: [accept, allow, detach],
        examples: ["projectord rebuild shop", "projectord rebuild shop --accept-differences --detach"], run: run)

    @Sendable
    static func run(_ call: Invocation) throws(CommandError) -> ExitCode {
        let name = call.arguments.words[0]
        guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) }) else {
            throw CommandError(.usage, "'\(name)' is no projection's name", hint: "projectord status lists them")
        }
        let path = "/admin/v1/\(name)/rebuild"
        let client = AdminClient(admin: try call.settings().address(.admin))
        let order =
            "{\"accept_differences\": \(call.arguments.has(accept)), \"allow_smaller\": \(call.arguments.has(allow))}"
        let begun: RebuildReport
        do throws(CommandError) {
            begun = try RebuildReport.read(try client.post(path, json: order, waitS: beginS))
        } catch {
            // What a build waits for an operator for is told in full each time.
            if let report = try? RebuildReport.read(client.get(path)), report.state == "unaccepted" {
                Console.output(report.proof?.text ?? "")
            }
            throw error
        }
        let number = begun.generation ?? 0
        let beside = begun.replaces.map { ", beside generation \($0)" } ?? ""
        Console.output("building generation \(number) of \(name)\(beside)\n")
        if call.arguments.has(detach) {
            Console.output("it goes on by itself; projectord status shows how far it is\n")
            return .success
        }
        return try follow(number, client, path)
    }

    /// Shows the progress until the generation is live, or cannot become so.
    private static func follow(_ number: Int, _ client: AdminClient, _ path: String) throws(CommandError) -> ExitCode {
        let bell = StopBell()
        let began = ContinuousClock.now
        var progress = RebuildProgress()
        var lastLineS = 0.0
        while true {
            let report = try RebuildReport.read(try client.get(path))
            let elapsedS = (ContinuousClock.now - began) / .seconds(1)
            if let end = try end(report, number, elapsedS) { return end }
            let line = progress.line(report, atS: elapsedS)
            if Console.isTerminal {
                Console.output("\r\u{1b}[K\(line)")
            } else if elapsedS - lastLineS >= lineS {
                Console.output(line + "\n")
                lastLineS = elapsedS
            }
            if bell.wait(milliseconds: pollMs) {
                endLine()
                Console.output("the rebuild goes on; projectord status shows how far it is\n")
                _exit(128 + SIGINT)
            }
        }
    }

    private static func endLine() {
        if Console.isTerminal { Console.output("\n") }
    }

    /// How the command ends; nil while the build goes on.
    private static func end(
        _ report: RebuildReport, _ number: Int, _ elapsedS: Double
    ) throws(CommandError) -> ExitCode? {
        guard report.generation == number else {
            endLine()
            throw CommandError(
                .difference, "generation \(number) was given up: another build took its place, or none is known",
                hint: "projectord status shows what is live")
        }
        switch report.state {
        case "live":
            endLine()
            let records = Figures.count(report.delivered ?? 0)
            if let proof = report.proof, proof.needsTelling { Console.output(proof.text) }
            Console.output("generation \(number) is live: \(records) records in \(Figures.seconds(elapsedS))\n")
            return .success
        case "stopped", "unaccepted":
            endLine()
            if report.state == "unaccepted", let proof = report.proof { Console.output(proof.text) }
            let place = report.place.map { $0.isEmpty ? "" : " at \($0)" } ?? ""
            throw CommandError(
                .difference,
                "generation \(number) is not live: \(report.code ?? "stopped")\(place): "
                    + (report.reason ?? "no reason was given"),
                hint: report.hint)
        default: return nil
        }
    }
}
