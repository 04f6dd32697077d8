// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Glibc

/// Shows how a build goes on, until it is done or cannot be.
struct BuildFollower {
    /// How often the daemon is asked, in milliseconds.
    private static let pollMs = 200
    /// How often a plain line is written where no terminal shows the progress, in seconds.
    private static let lineS = 5.0

    let client: AdminClient
    /// Where the daemon tells of it.
    let path: String
    let number: Int
    /// The state that it is to reach, and what is then said of it.
    let goal: (state: String, text: String)
    /// How it is ended before that.
    let cancel: String

    /// Shows it; how the command ends.
    func follow() throws(CommandError) -> ExitCode {
        let bell = StopBell()
        let began = ContinuousClock.now
        var lastLineS = 0.0
        while true {
            let report = try RebuildReport.read(try client.get(path))
            let elapsedS = (ContinuousClock.now - began) / .seconds(1)
            if let end = try end(report, elapsedS) { return end }
            if Console.isTerminal {
                Console.output("\r\u{1b}[K\(RebuildProgress.bar(report))")
            } else if elapsedS - lastLineS >= Self.lineS {
                Console.output(RebuildProgress.line(report) + "\n")
                lastLineS = elapsedS
            }
            if bell.wait(milliseconds: Self.pollMs) {
                endLine()
                Console.output("it goes on by itself; projectord status shows how far it is, \(cancel) ends it\n")
                _exit(128 + SIGINT)
            }
        }
    }

    private func endLine() {
        if Console.isTerminal { Console.output("\n") }
    }

    /// How the command ends; nil while the build goes on.
    private func end(_ report: RebuildReport, _ elapsedS: Double) throws(CommandError) -> ExitCode? {
        guard report.generation == number else {
            endLine()
            throw CommandError(
                .difference, "generation \(number) was given up: another build took its place, or none is known",
                hint: "projectord status shows what is live")
        }
        switch report.state {
        case goal.state:
            endLine()
            if let proof = report.proof, proof.needsTelling { Console.output(proof.text) }
            let records = Figures.count(report.delivered ?? 0)
            Console.output("generation \(number) \(goal.text): \(records) records in \(Figures.seconds(elapsedS))\n")
            return .success
        case "cancelled":
            endLine()
            throw CommandError(
                .difference, "generation \(number) was cancelled", hint: "projectord status shows what is live")
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
