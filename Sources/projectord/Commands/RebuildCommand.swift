// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// `projectord rebuild`: a read model made anew from the log, beside the one that answers.
enum RebuildCommand {
    /// How long the daemon may take to begin, in seconds: it asks the brokers, each partition up to 5 s.
    static let beginS = 60.0

    static let accept = Flag(
        name: "accept-differences",
        summary: "go on although rows differ, the log lacks records, or a fault stopped the live model")
    static let allow = Flag(name: "allow-smaller", summary: "go on although a table loses most of its rows")
    static let detach = Flag(name: "detach", summary: "return as soon as it is begun")
    static let until = Flag(
        name: "until", value: "TIME", summary: "build what the log had up to TIME, such as 2026-03-01T10:00:00Z")
    static let label = Flag(name: "label", value: "LABEL", summary: "the name of what --until builds (default: TIME)")
    static let cancel = Flag(name: "cancel", summary: "end the build under way and remove its files")

    static let subcommand = Subcommand(
        name: "rebuild", arguments: "PROJECTION", argumentCount: 1...1,
        summary: "make a read model anew from the log, beside the one that answers",
        details: [
            "The running daemon builds a new generation from the log's start, with all decisions applied, and lets it",
            "answer when it has caught up. The old one answers and goes on meanwhile, and is kept until the next",
            "switch: projectord rollback goes back to it. The command shows the progress; Ctrl-C leaves the rebuild",
            "running, and a restart of the daemon goes on with it. --cancel ends it and leaves what is live as it is.",
            "With --until it builds a read-only generation of what the log had up to a time, which answers beside the",
            "live one under PROJECTION@LABEL until projectord remove PROJECTION@LABEL removes it.",
            "Before it answers it is compared with the old one, both at one place in the log: rows that differ though",
            "their definition does not are listed, and it goes live only with --accept-differences; a table that would",
            "be empty, or have less than half of its rows, needs --allow-smaller. Both are kept meanwhile.",
            "It is refused when the log no longer has what the live generation was built from, and when a fault of the",
            "log or of its file has stopped that one: --accept-differences then goes on with what the log has.",
        ],
        settings: [.admin], flags: [accept, allow, detach, cancel, until, label],
        examples: [
            "projectord rebuild shop", "projectord rebuild shop --accept-differences --detach",
            "projectord rebuild shop --cancel", "projectord rebuild shop --until 2026-03-01T10:00:00Z --label march",
        ], run: run)

    @Sendable
    static func run(_ call: Invocation) throws(CommandError) -> ExitCode {
        let name = try ProjectionName.read(call.arguments.words[0])
        try check(call.arguments)
        let path = "/admin/v1/\(name)/rebuild"
        let client = AdminClient(admin: try call.settings().address(.admin))
        if call.arguments.has(cancel) { return try cancel(name, client, path) }
        if let time = call.arguments.value(until.name) { return try build(until: time, name, call, client) }
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
        return try BuildFollower(
            client: client, path: path, number: number, goal: ("live", "is live"),
            cancel: "projectord rebuild \(name) --cancel"
        ).follow()
    }

    /// Refuses flags that do not belong together.
    private static func check(_ arguments: ParsedArguments) throws(CommandError) {
        let isPast = arguments.value(until.name) != nil
        if arguments.value(label.name) != nil, !isPast {
            throw CommandError(.usage, "--label goes with --until", hint: "--until 2026-03-01T10:00:00Z --label march")
        }
        let given = [(isPast, until), (arguments.has(cancel), cancel), (arguments.has(accept), accept)].filter(\.0)
        if given.count > 1 {
            throw CommandError(
                .usage, "--\(given[0].1.name) and --\(given[1].1.name) do not go together",
                hint: "projectord help rebuild tells what each does")
        }
    }

    private static func build(
        until time: String, _ name: String, _ call: Invocation, _ client: AdminClient
    ) throws(CommandError) -> ExitCode {
        let given = [("until", time)] + (call.arguments.value(label.name).map { [("label", $0)] } ?? [])
        let order = JSONText.object(given.map { (name: $0.0, json: JSONText.string($0.1)) })
        let begun = try RebuildReport.read(try client.post("/admin/v1/\(name)/rebuild", json: order, waitS: beginS))
        let (number, made) = (begun.generation ?? 0, Printable.text(begun.label ?? ""))
        Console.output("building generation \(number), \(name)@\(made), as of \(Printable.text(begun.until ?? time))\n")
        for cut in begun.vector ?? [] { Console.output("  up to \(Printable.text(cut))\n") }
        if call.arguments.has(detach) {
            Console.output("it goes on by itself; projectord status shows how far it is\n")
            return .success
        }
        return try BuildFollower(
            client: client, path: "/admin/v1/\(name)/past/\(made)", number: number,
            goal: ("sealed", "answers as \(name)@\(made)"), cancel: "projectord remove \(name)@\(made)"
        ).follow()
    }

    private static func cancel(
        _ name: String, _ client: AdminClient, _ path: String
    ) throws(CommandError) -> ExitCode {
        let report = try RebuildReport.read(try client.post(path, json: #"{"cancel": true}"#, waitS: beginS))
        let live = report.replaces.map { "; generation \($0) answers as before" } ?? ""
        Console.output("the build of generation \(report.generation ?? 0) is ended\(live)\n")
        if report.isRebuiltAtStart == true {
            Console.output("the projection file has another definition: the daemon builds it anew at its next start\n")
        }
        return .success
    }
}
