// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// `projectord rollback`: the generation before answers again.
enum RollbackCommand {
    static let stale = Flag(name: "stale", summary: "go back at once, without catching up first")

    static let subcommand = Subcommand(
        name: "rollback", arguments: "PROJECTION", argumentCount: 1...1,
        summary: "let the generation answer again that the live one replaced",
        details: [
            "A switch keeps the generation that it replaces, until the next. This one goes on by its own definition,",
            "reads what came since, and answers once it has all that the live one has; then that one is kept instead.",
            "The daemon remembers it: the projection file's definition is not built again at a start, until the file",
            "means something else, or projectord rebuild asks for it.",
            "With --stale it answers at once and catches up meanwhile; the command tells which positions go back, that",
            "is, which tokens are not met for a while.",
        ],
        settings: [.admin], flags: [stale, RebuildCommand.detach],
        examples: ["projectord rollback shop", "projectord rollback shop --stale"], run: run)

    @Sendable
    static func run(_ call: Invocation) throws(CommandError) -> ExitCode {
        let name = try ProjectionName.read(call.arguments.words[0])
        let client = AdminClient(admin: try call.settings().address(.admin))
        let order = "{\"stale\": \(call.arguments.has(stale))}"
        let begun = try RebuildReport.read(
            try client.post("/admin/v1/\(name)/rollback", json: order, waitS: RebuildCommand.beginS))
        let number = begun.generation ?? 0
        Console.output("going back to generation \(number) of \(name)\(begun.replaces.map { " from \($0)" } ?? "")\n")
        for entry in begun.breaks ?? [] {
            let place = "\(Printable.text(entry.topic))/\(entry.partition)"
            Console.output(
                "tokens of \(place)@\(entry.to) to \(place)@\(entry.from - 1) are not met until read again\n")
        }
        if call.arguments.has(RebuildCommand.detach) {
            Console.output("it goes on by itself; projectord status shows how far it is\n")
            return .success
        }
        return try BuildFollower(
            client: client, path: "/admin/v1/\(name)/rebuild", number: number, goal: ("live", "is live again"),
            cancel: "projectord rebuild \(name) --cancel"
        ).follow()
    }
}
