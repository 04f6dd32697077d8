// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The help, made from the table of commands.
enum HelpText {
    /// What `projectord help` prints.
    static var overview: String {
        let commands = CommandTable.all.map { (synopsis: $0.name, summary: $0.summary) }
        return """
            projectord folds Kafka topics into a SQLite read model and answers queries over HTTP.

            usage: projectord COMMAND [OPTIONS]

            commands:
            \(list(commands))

              help COMMAND  print how a command is called
              --version     print the version

            """
    }

    /// What `projectord help COMMAND` prints.
    static func command(_ command: Subcommand) -> String {
        let words = ["projectord", command.name, command.arguments, "[OPTIONS]"].filter { !$0.isEmpty }
        var text = "projectord \(command.name): \(command.summary)\n\nusage: \(words.joined(separator: " "))\n"
        if !command.details.isEmpty { text += "\n\(command.details.joined(separator: "\n"))\n" }
        text += "\noptions:\n\(list(command.allFlags.map { (synopsis: $0.synopsis, summary: $0.summary) }))\n"
        if !command.examples.isEmpty {
            text += "\nexamples:\n\(command.examples.map { "  \($0)" }.joined(separator: "\n"))\n"
        }
        return text
    }

    private static func list(_ entries: [(synopsis: String, summary: String)]) -> String {
        let width = entries.map(\.synopsis.count).max() ?? 0
        return entries.map { entry in
            let gap = String(repeating: " ", count: width - entry.synopsis.count)
            return "  \(entry.synopsis)\(gap)  \(entry.summary)"
        }.joined(separator: "\n")
    }
}
