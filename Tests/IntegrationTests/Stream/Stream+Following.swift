// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

extension Stream {
    /// Produces events while a first daemon follows them, until it has them all; what it then holds.
    func followed(_ home: DaemonHome, seed: UInt64, events: Int) throws -> (daemon: Daemon, model: StreamModel) {
        // Half of a load's events come from each of its two producers.
        let load = StreamLoad(self, seed: seed, pace: .init(events: events / 2, eventsPerTransaction: 400))
        defer { load.stop() }
        let daemon = try home.start()
        let model = try load.finish()
        try daemon.waitUntilDone(topics.lastOffsets(), projection: Stream.projection, seconds: 60)
        try daemon.waitUntilReady(seconds: 20)
        return (daemon, model)
    }
}
