// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation
internal import Glibc

/// `projectord demo`: the daemon with a Kafka and a shop inside the process.
enum DemoCommand {
    static let data = Flag(
        name: "data", value: "DIR", summary: "an empty folder for its files, kept (default: one that is removed)")
    static let rate = Flag(name: "rate", value: "N", summary: "orders made a second, 1 to 500 (default: 20)")

    static let subcommand = Subcommand(
        name: "demo",
        summary: "run the daemon with an in-process Kafka and a sample shop; nothing else is needed",
        details: [
            "Four services with a store each make orders and publish their changes; projectord folds them. It prints",
            "where all of it listens, and what to try. Ctrl-C stops it. Nothing of its Kafka outlives the process.",
        ],
        settings: [.listen, .admin, .log, .logLevel], flags: [data, rate],
        examples: ["projectord demo", "projectord demo --rate 100 --listen 127.0.0.1:9080"], run: run)

    @Sendable
    static func run(_ call: Invocation) throws(CommandError) -> ExitCode {
        let bell = StopBell()
        let rate = try rate(call.arguments)
        let settings = try call.settings()
        let folder = try DemoFolder(named: call.arguments.value(data.name))
        do {
            let demo = try Demo(folder: folder.path, settings: settings, environment: call.environment)
            try demo.run(ordersPerSecond: rate, until: bell)
        } catch {
            folder.remove()
            throw error
        }
        folder.remove()
        // As in RunCommand: librdkafka may hang while it closes.
        _exit(ExitCode.success.rawValue)
    }

    private static func rate(_ arguments: ParsedArguments) throws(CommandError) -> Double {
        guard let text = arguments.value(rate.name) else { return 20 }
        guard let number = Double(text), (1...500).contains(number) else {
            throw CommandError(.usage, "--rate is '\(text)': it is no number from 1 to 500", hint: "--rate 100")
        }
        return number
    }
}
