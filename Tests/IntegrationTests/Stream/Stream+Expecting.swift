// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

extension Stream {
    /// Lets a daemon catch up and end, then holds its rows and accounts equal to the fold.
    func expectEqual(_ model: StreamModel, _ home: DaemonHome, catchUpS: Double = 60) throws {
        let daemon = try home.start()
        let began = ContinuousClock.now
        try daemon.waitUntilDone(topics.lastOffsets(), projection: Self.projection, seconds: catchUpS)
        print("  the last daemon caught up in \(began.elapsed)")
        try expectEqual(model, daemon, home)
    }

    /// Ends a daemon that has caught up, and holds its rows and accounts equal to the fold.
    func expectEqual(_ model: StreamModel, _ daemon: Daemon, _ home: DaemonHome) throws {
        try daemon.waitUntilReady(seconds: 20)
        try daemon.waitUntilLagIsSmall(projection: Self.projection, seconds: 20)
        try daemon.stop()
        let file = try ModelFile(data: home.data, projection: Self.projection)
        try model.check(against: file)
        try model.checkAccounts(in: file, of: self)
    }
}
