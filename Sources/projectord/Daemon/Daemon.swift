// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Foundation
internal import Glibc
internal import HTTPServer
internal import KafkaClient
internal import Projector
internal import QueryServer
internal import ReadModel

/// The running parts, wired: they start and stop here, in this order and its reverse.
final class Daemon {
    /// How long requests under way may go on while it stops, in milliseconds.
    private static let requestGraceMs = 500
    /// How long the projections may take to commit, checkpoint and close, in milliseconds.
    ///
    /// With the grace it stays under the 5 s that a stop may take; librdkafka 2.0.2 can hang while it closes.
    private static let closeMs = 3_500

    /// The projections.
    let projector: Projector
    private let server: QueryServer
    private let settings: Settings
    private let logger: Logger

    /// Takes the data folder and prepares all parts; nothing runs yet.
    init(
        _ projections: [Projection], kafka: KafkaSettings, data: String, settings: Settings, logger: Logger,
        environment: [String: String]
    ) throws(CommandError) {
        self.settings = settings
        self.logger = logger
        let fault = try FaultPoint(environment: environment)
        let folder = try Self.folder(data)
        var options = PipelineOptions(kafka: kafka, log: logger.sink) { fault?.reached($0) }
        options.witnessIntervalMs =
            try WitnessInterval.milliseconds(environment) ?? PipelineOptions.witnessIntervalMs
        options.loadMemoryBytes = settings.loadMemoryBytes
        options.onLost = { cause in
            logger.log(LogLine(.error, "ended", [("reason", cause.message), ("hint", cause.hint)]))
            Console.error(CommandError(.store, "the disk lost a write: \(cause.message)", hint: cause.hint).text)
            _exit(ExitCode.store.rawValue)
        }
        projector = Projector(projections, folder: folder, options: options)
        do {
            server = try QueryServer(
                projector: projector, listen: settings.address(.listen), admin: settings.address(.admin),
                version: Dispatcher.version, log: logger.sink)
        } catch {
            throw Self.error(error)
        }
    }

    /// Where queries are answered, with the real port.
    var queryAddress: ListenAddress {
        ListenAddress(host: settings.address(.listen).host, port: server.queryPort)
    }

    /// Where status and metrics are answered, with the real port.
    var adminAddress: ListenAddress {
        ListenAddress(host: settings.address(.admin).host, port: server.adminPort)
    }

    /// Listens, then sets the projections going.
    func start() throws(CommandError) {
        do {
            try server.start()
        } catch {
            throw Self.error(error)
        }
        projector.start()
        logger.log(
            LogLine(.info, "listening", [("query", "\(queryAddress)"), ("admin", "\(adminAddress)")]))
        for runner in projector.runners {
            let projection = runner.projection
            logger.log(
                LogLine(
                    .info, "serving",
                    [
                        ("projection", projection.name), ("queries", String(projection.queries.count)),
                        ("url", "http://\(queryAddress)/v1/\(projection.name)"),
                    ]))
        }
    }

    /// Takes no more requests, then lets the projections commit and close.
    func stop() {
        logger.log(LogLine(.info, "stopping"))
        server.stop(graceMs: Self.requestGraceMs)
        if projector.stop(deadline: .now() + .milliseconds(Self.closeMs)) {
            logger.log(LogLine(.info, "stopped"))
        } else {
            logger.log(
                LogLine(
                    .warning, "stopped before all projections had closed; nothing that was committed is lost",
                    [("waited_ms", String(Self.closeMs))]))
        }
    }

    private static func folder(_ path: String) throws(CommandError) -> DataFolder {
        do {
            return try DataFolder(path: path)
        } catch {
            throw CommandError(.store, error.message, hint: error.hint)
        }
    }

    private static func error(_ error: HTTPServerError) -> CommandError {
        CommandError(error.code == .cannotStart ? .store : .settings, error.message, hint: error.hint)
    }
}
