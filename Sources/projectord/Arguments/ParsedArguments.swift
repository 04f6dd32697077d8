// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition

/// The words of a call, taken apart: `--flag value`, `--flag=value`, switches, and the rest; `--` ends the flags.
struct ParsedArguments: Sendable {
    /// The values of the flags by name; of a switch an empty one.
    private(set) var flags: [String: [String]] = [:]
    /// The words that belong to no flag.
    private(set) var words: [String] = []

    /// Takes the words after a command's name apart.
    init(_ words: [String], of command: Subcommand) throws(CommandError) {
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                self.words += rest
                break
            }
            if word.hasPrefix("-"), word.count > 1 {
                try take(word, from: &rest, of: command)
            } else {
                self.words.append(word)
            }
        }
        try checkCount(of: command)
    }

    /// The value of a flag, of a repeated one the values joined by commas; nil if it was not given.
    func value(_ name: String) -> String? { flags[name].map { $0.joined(separator: ",") } }

    /// Whether a switch was given.
    func has(_ flag: Flag) -> Bool { flags[flag.name] != nil }

    /// Whether help is asked for, whatever else the words say.
    static func asksForHelp(_ words: [String]) -> Bool {
        words.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
    }

    private mutating func take(
        _ word: String, from rest: inout ArraySlice<String>, of command: Subcommand
    ) throws(CommandError) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0].drop { $0 == "-" })
        guard parts[0].hasPrefix("--"), let flag = command.allFlags.first(where: { $0.name == name }) else {
            throw unknown(String(parts[0]), name, of: command)
        }
        guard flags[name] == nil || flag.isRepeatable else {
            throw CommandError(.usage, "--\(name) is given twice", hint: "give it once")
        }
        flags[name, default: []].append(
            try value(of: flag, written: parts.count > 1 ? String(parts[1]) : nil, from: &rest))
    }

    private func value(
        of flag: Flag, written: String?, from rest: inout ArraySlice<String>
    ) throws(CommandError) -> String {
        guard let placeholder = flag.value else {
            if written == nil { return "" }
            throw CommandError(.usage, "--\(flag.name) takes no value", hint: "--\(flag.name)")
        }
        if let written { return written }
        guard let next = rest.first, !next.hasPrefix("--") else {
            throw CommandError(.usage, "--\(flag.name) needs a value", hint: "--\(flag.name) \(placeholder)")
        }
        rest.removeFirst()
        return next
    }

    private func unknown(_ written: String, _ name: String, of command: Subcommand) -> CommandError {
        let nearest = DidYouMean.nearest(name, among: command.allFlags.map(\.name))
        return CommandError(
            .usage, "\(command.name) has no flag \(written)",
            hint: nearest.map { "--\($0)" } ?? "projectord help \(command.name)")
    }

    private func checkCount(of command: Subcommand) throws(CommandError) {
        guard !command.argumentCount.contains(words.count) else { return }
        let usage = "projectord \(command.name) \(command.arguments)"
        if words.count < command.argumentCount.lowerBound {
            throw CommandError(.usage, "\(command.name) needs \(command.arguments)", hint: usage)
        }
        let extra = words[command.argumentCount.upperBound]
        throw CommandError(.usage, "\(command.name) does not take '\(extra)'", hint: "projectord help \(command.name)")
    }
}
