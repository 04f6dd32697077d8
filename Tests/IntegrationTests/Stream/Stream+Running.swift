// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

extension Stream {
    /// Runs a test's body with a stream, a home whose daemon folds it, and the seed of the run, which is printed.
    static func with(seedOf name: String, _ body: (Stream, DaemonHome, UInt64) throws -> Void) throws {
        let seed = SeededGenerator.seedOfRun(name)
        let topics = Topics(try RealKafka.settings())
        let stream = try Stream(topics)
        defer { topics.delete() }
        try DaemonHome.with(bootstrap: RealKafka.bootstrap()) { home in
            try home.write(Stream.projection, stream.projectionText)
            try body(stream, home, seed)
        }
    }
}
