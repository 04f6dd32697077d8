// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Glibc
internal import Views

/// `projectord run`: the daemon.
enum RunCommand {
    static let subcommand = Subcommand(
        name: "run",
        summary: "run the daemon: fold Kafka topics into read models, answer queries",
        details: [
            "It runs in the foreground and logs to stderr. SIGTERM and Ctrl-C stop it within 5 s, at no loss; a",
            "second one ends it at once. A broker that is away is waited for. A faulty projection file is printed",
            "with all its faults, and the daemon does not start.",
        ],
        settings: Setting.allCases,
        examples: [
            "projectord run --bootstrap 127.0.0.1:9092",
            "projectord run --projections shop.yaml --data /var/lib/projectord --bootstrap kafka:9092 --log json",
        ], run: run)

    @Sendable
    static func run(_ call: Invocation) throws(CommandError) -> ExitCode {
        let bell = StopBell()
        let settings = try call.settings()
        let projections = try read(settings.text(.projections))
        let daemon = try Daemon(
            projections, kafka: try settings.kafka(), data: settings.text(.data), settings: settings,
            logger: settings.logger, environment: call.environment)
        try daemon.start()
        bell.wait()
        daemon.stop()
        // All of ours is closed. The end of a process would still wait for librdkafka, which may hang (see Daemon).
        _exit(ExitCode.success.rawValue)
    }

    private static func read(_ path: String) throws(CommandError) -> [Projection] {
        let files = ProjectionFiles(paths: [path])
        let (projections, faults) = files.projections(views: ViewCompiler())
        guard faults.isEmpty else {
            Console.error(files.printer.text(faults))
            throw CommandError(
                .projection, "\(CheckCommand.count(faults)), so the daemon does not start",
                hint: "correct them; projectord check \(path) looks again")
        }
        return projections
    }
}
