// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Foundation
internal import KafkaClient
internal import Projector
internal import SampleShop
internal import Views

/// The daemon, a mock Kafka and the sample shop in one process.
final class Demo {
    /// Of each topic: the mock keeps about 5 MB in each partition, so many hold more.
    private static let partitions = 4
    /// The orders are the same in every demo, but for their times.
    private static let seed: UInt64 = 7
    private static let tickMs = 250
    /// How long the first answers may take, in milliseconds; a consumer's first fetch from the mock takes a second.
    private static let firstAnswerMs = 20_000
    private static let shopStopMs = 1_000

    private let kafka: MockCluster
    private let shop: SampleShop
    private let daemon: Daemon
    private let screen: DemoScreen

    /// Makes all parts; nothing runs yet.
    init(folder: String, settings: Settings, environment: [String: String]) throws(CommandError) {
        let screen = DemoScreen()
        self.screen = screen
        // The figures are for people: of the log only what is amiss, unless more is asked for.
        let isLevelSet = settings.values[.logLevel]?.origin != .fallback
        let logger = Logger(
            format: LogFormat(rawValue: settings.text(.log)) ?? .text,
            level: isLevelSet ? LogLevel(rawValue: settings.text(.logLevel)) ?? .warning : .warning,
            write: { screen.note($0) })
        do {
            kafka = try MockCluster()
            for service in ShopService.allCases {
                try kafka.createTopic(service.topic, partitions: Self.partitions)
            }
            let brokers = try KafkaSettings(bootstrap: kafka.bootstrap)
            shop = try SampleShop(
                folder: folder, kafka: brokers, partitions: Self.partitions, positions: .store,
                log: { logger.log(LogLine(.info, "shop \($0)")) })
            daemon = try Daemon(
                try Self.projections(), kafka: brokers, data: folder + "/models", settings: settings, logger: logger,
                environment: environment)
        } catch let error as CommandError {
            throw error
        } catch let error as KafkaError {
            throw CommandError(.bug, "the in-process Kafka: \(error.description)", hint: error.hint)
        } catch let error as ShopError {
            throw CommandError(.store, "the sample shop: \(error.message)", hint: error.hint)
        } catch {
            throw CommandError(.bug, "\(error)", hint: "please report this")
        }
    }

    /// Runs until a signal comes, then stops all.
    func run(ordersPerSecond: Double, until bell: StopBell) throws(CommandError) {
        let maker = OrderMaker(shop, seed: Self.seed, ordersPerSecond: ordersPerSecond)
        screen.show("starting a Kafka, a shop and projectord in this process\n\n")
        try daemon.start()
        do {
            try shop.start()
        } catch {
            daemon.stop()
            throw CommandError(.settings, "the sample shop: \(error.message)", hint: error.hint)
        }
        maker.start()
        waitForFirstAnswers(bell)
        if !bell.hasRung { screen.show(DemoText.welcome(daemon, shop)) }
        watch(maker, bell)
        screen.show("\nstopping\n")
        maker.stop()
        shop.stop(deadlineMs: Self.shopStopMs)
        daemon.stop()
    }

    /// Until then the lines to try would only say that the first build is under way.
    private func waitForFirstAnswers(_ bell: StopBell) {
        let end = ContinuousClock.now + .milliseconds(Self.firstAnswerMs)
        while ContinuousClock.now < end, !bell.wait(milliseconds: Self.tickMs / 5) {
            let delivered = daemon.projector.runners.allSatisfy { ($0.status.live?.delivered ?? 0) > 0 }
            if delivered { return }
        }
    }

    private func watch(_ maker: OrderMaker, _ bell: StopBell) {
        var figures = DemoFigures()
        var isPaused = false
        var hasFailed = false
        while !bell.wait(milliseconds: Self.tickMs) {
            let statuses = daemon.projector.runners.compactMap(\.status.live)
            let rows = DemoFigures.rows(daemon.projector.runners.compactMap(\.live))
            screen.live(figures.line(statuses, orders: maker.made, rows: rows))
            if !isPaused, let place = DemoFigures.fullPartition(statuses) {
                isPaused = true
                maker.pause()
                screen.show(DemoText.paused(place))
            }
            if !hasFailed, let failure = maker.failure {
                hasFailed = true
                screen.show("no more orders are made: \(failure.message)\n")
            }
        }
    }

    private static func projections() throws(CommandError) -> [Projection] {
        let (projections, faults) = ProjectionReader.read(
            files: [(path: "shop.yaml", text: ShopProjection.text)], views: ViewCompiler())
        guard let first = faults.first else { return projections }
        throw CommandError(.bug, "the demo's projection: \(first.place): \(first.message)", hint: "please report this")
    }
}
