// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient

/// A daemon that follows a stream under load while its brokers or its way to them are harmed.
final class ChaosRun {
    /// How long a wait after a cure goes on at most, in seconds; what it took is printed.
    static let catchUpS = 60.0
    /// Within what time of a cure all is to be caught up, in seconds.
    ///
    /// A run at full length fails if the median is above it: one cure may meet a machine that is kept busy.
    private static let wantedS = 5
    /// How many events the producers must have committed between two harms.
    private static let eventsBetween = 500

    let daemon: Daemon
    private let stream: Stream
    private let home: DaemonHome
    private let load: StreamLoad
    private let usage: DaemonUsage
    private var catchUps = CatchUps()
    private let began = ContinuousClock.now

    /// Starts the daemon, and the load, which goes on over the whole run far below what the daemon can do.
    init(
        _ stream: Stream, _ home: DaemonHome, seed: UInt64, eventsPerTransaction: Int = 100,
        environment: [String: String] = [:]
    ) throws {
        self.stream = stream
        self.home = home
        try home.write(Stream.projection, stream.projectionText)
        daemon = try home.start(environment)
        let pace = StreamProducer.Pace(
            eventsPerTransaction: eventsPerTransaction, pauseMs: 20, outlastsBroker: true)
        load = StreamLoad(stream, seed: seed, pace: pace)
        try daemon.waitUntilReady(seconds: 30)
        let load = load
        try wait(for: "the producers begin", seconds: 60) { load.committedCount > Self.eventsBetween }
        usage = try DaemonUsage(of: daemon)
    }

    deinit { load.stop() }

    /// Does a harm, lets it last and cures it, then waits until all that is committed is worked off.
    func harm(_ name: String, lasting body: () throws -> Void) throws {
        let before = load.committedCount
        try wait(for: "the producers go on", seconds: 120) { load.committedCount > before + Self.eventsBetween }
        try body()
        let cured = ContinuousClock.now
        let places = try stream.topics.lastOffsets(.committed)
        let known = ContinuousClock.now
        try daemon.waitUntilDone(places, projection: Stream.projection, seconds: 60)
        let duration = ContinuousClock.now - cured
        catchUps.add(duration)
        print(
            "  \(began.elapsed): \(name): caught up in \(duration.seconds), ends known after \((known - cured).seconds)"
        )
    }

    /// Ends the load and the daemon, and holds what it has equal to a fold of the log.
    func finish() throws {
        load.stop()
        let model = try load.finishByLog()
        try daemon.waitUntilDone(stream.topics.lastOffsets(), projection: Stream.projection, seconds: 60)
        print("  \(catchUps.description)")
        if LongRun.isWanted {
            try check(catchUps.median <= .seconds(Self.wantedS), "not caught up in time: \(catchUps.description)")
        }
        try usage.expectBounded(daemon)
        try stream.expectEqual(model, daemon, home)
    }
}
