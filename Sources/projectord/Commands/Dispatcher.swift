// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition

/// Finds the command that is meant and runs it.
struct Dispatcher {
    /// projectord's own version.
    static let version = "0.1.0"

    /// The process's environment.
    var environment: [String: String]

    /// Runs a call, printing what there is to say; how the process shall end.
    func run(_ words: [String]) -> ExitCode {
        do {
            return try dispatch(words)
        } catch {
            Console.error(error.text)
            return error.code
        }
    }

    private func dispatch(_ words: [String]) throws(CommandError) -> ExitCode {
        guard let name = words.first else {
            Console.error(HelpText.overview)
            return .usage
        }
        switch name {
        case "--help", "-h": return help(HelpText.overview)
        case "--version":
            Console.output("projectord \(Self.version)\n")
            return .success
        case "help":
            guard words.count > 1 else { return help(HelpText.overview) }
            return help(HelpText.command(try find(words[1])))
        default: break
        }
        let command = try find(name)
        let rest = Array(words.dropFirst())
        if ParsedArguments.asksForHelp(rest) { return help(HelpText.command(command)) }
        let arguments = try ParsedArguments(rest, of: command)
        return try command.run(Invocation(arguments: arguments, environment: environment))
    }

    private func help(_ text: String) -> ExitCode {
        Console.output(text)
        return .success
    }

    private func find(_ name: String) throws(CommandError) -> Subcommand {
        if let command = CommandTable.find(name) { return command }
        if CommandTable.unbuilt.contains(name) {
            throw CommandError(.usage, "\(name) is not built yet", hint: "projectord help lists what is")
        }
        let names = CommandTable.all.map(\.name) + ["help"]
        if name.hasPrefix("-") {
            throw CommandError(.usage, "a command comes first, not \(name)", hint: "projectord help lists the commands")
        }
        throw CommandError(
            .usage, "there is no command '\(name)'",
            hint: DidYouMean.nearest(name, among: names).map { "projectord \($0)" }
                ?? "projectord help lists the commands")
    }
}
