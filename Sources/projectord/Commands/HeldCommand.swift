// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation

/// `projectord held`: the records that could not be applied, and what to do with them.
enum HeldCommand {
    /// How long the daemon may work on a retry, in seconds.
    private static let workS = 600.0

    static let show = Flag(
        name: "show", value: "RECORD", summary: "print one record: TOPIC/PARTITION@OFFSET, as the list has it")
    static let retry = Flag(name: "retry", summary: "apply the records of KEY, or all, if that works now")
    static let skip = Flag(
        name: "skip", value: "RECORD", summary: "leave one record out for good, also in every rebuild; needs --reason")
    static let reason = Flag(name: "reason", value: "TEXT", summary: "why it is left out, for those who ask later")
    static let limit = Flag(name: "limit", value: "N", summary: "list so many keys at most (default: 100)")

    static let subcommand = Subcommand(
        name: "held", arguments: "PROJECTION [KEY]", argumentCount: 1...2,
        summary: "list the keys whose records could not be applied; retry or skip them",
        details: [
            "A record that cannot be applied is held, and later records of its key wait behind it; other keys go on.",
            "--retry applies the held records of a key in their order until one fails again. It is for what was mended",
            "outside; a corrected projection file builds the model anew and needs no retry. --skip is a decision that",
            "holds for all rebuilds to come. It exits 1 if a key that was tried again failed again.",
        ],
        settings: [.admin], flags: [show, retry, skip, reason, limit, .json],
        examples: [
            "projectord held shop", "projectord held shop --show shop.orders/3@1042",
            "projectord held shop --retry O-17",
            "projectord held shop --skip shop.orders/3@1042 --reason \"test order of the load test\"",
        ], run: run)

    @Sendable
    static func run(_ call: Invocation) throws(CommandError) -> ExitCode {
        let arguments = call.arguments
        let name = try projection(arguments)
        let client = AdminClient(admin: try call.settings().address(.admin))
        let path = "/admin/v1/\(name)/held"
        if let text = arguments.value(show.name) {
            let place = try RecordPlace(text)
            let answer = try client.get("\(path)/\(place.topic)/\(place.partition)/\(place.offset)")
            let record = try HeldReport.read(HeldReport.Record.self, answer)
            print(call, answer) { HeldText.record(record, name) }
            return .success
        }
        if arguments.has(retry) {
            let key = arguments.words.count > 1 ? "{\"key\": \(JSONText.string(arguments.words[1]))}" : "{}"
            return try act(call, client, "\(path)/retry", key)
        }
        if let text = arguments.value(skip.name) {
            return try act(call, client, "\(path)/skip", try order(RecordPlace(text), arguments))
        }
        let answer = try client.get("\(path)?limit=\(arguments.value(limit.name) ?? "100")")
        let report = try HeldReport.read(HeldReport.self, answer)
        print(call, answer) { HeldText.list(report, name) }
        return .success
    }

    private static func projection(_ arguments: ParsedArguments) throws(CommandError) -> String {
        let chosen = [show.name, retry.name, skip.name].filter { arguments.flags[$0] != nil }
        if chosen.count > 1 {
            throw CommandError(.usage, "--\(chosen[0]) and --\(chosen[1]) do not go together", hint: "give one of them")
        }
        if arguments.words.count > 1, !arguments.has(retry) {
            throw CommandError(.usage, "a key is for --retry", hint: "projectord held PROJECTION --retry KEY")
        }
        let name = arguments.words[0]
        guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) }) else {
            throw CommandError(.usage, "'\(name)' is no projection's name", hint: "projectord status lists them")
        }
        if let text = arguments.value(limit.name), Int(text).map({ $0 > 0 }) != true {
            throw CommandError(.usage, "--limit is '\(text)': it is no number from 1", hint: "--limit 100")
        }
        return name
    }

    private static func order(_ place: RecordPlace, _ arguments: ParsedArguments) throws(CommandError) -> String {
        guard let reason = arguments.value(reason.name), !reason.isEmpty else {
            throw CommandError(.usage, "--skip needs a reason", hint: "--reason \"why the record is left out\"")
        }
        return JSONText.object([
            ("topic", JSONText.string(place.topic)), ("partition", String(place.partition)),
            ("offset", String(place.offset)), ("reason", JSONText.string(reason)),
        ])
    }

    private static func act(
        _ call: Invocation, _ client: AdminClient, _ path: String, _ order: String
    ) throws(CommandError) -> ExitCode {
        let answer = try client.post(path, json: order, waitS: workS)
        let outcome = try HeldReport.read(HeldReport.Outcome.self, answer)
        print(call, answer) { HeldText.outcome(outcome) }
        return outcome.failedKeys > 0 ? .difference : .success
    }

    private static func print(_ call: Invocation, _ answer: AdminClient.Answer, _ text: () -> String) {
        Console.output(call.arguments.has(.json) ? String(decoding: answer.body, as: UTF8.self) + "\n" : text())
    }
}
