// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Synchronization

/// The readers of one generation: as many as threads ask at once, used again, the last used first.
public final class ReaderPool: Sendable {
    /// The most readers that wait idle; more than the threads that answer would only hold memory.
    public static let idleMax = 16

    private let file: GenerationFile
    private let projection: Projection
    private let idle = Mutex(Idle())

    private struct Idle: ~Copyable {
        var readers: [ModelReader] = []
        var isRetired = false
    }

    init(file: GenerationFile, projection: Projection) {
        self.file = file
        self.projection = projection
    }

    /// Lends a reader to `body`; it is made if none is idle.
    public func withReader<Result>(_ body: (ModelReader) throws -> Result) throws -> Result {
        let lent = take()
        let reader = try lent.reader ?? ModelReader(file: file, projection: projection)
        defer { giveBack(Lent(reader: reader)) }
        return try body(reader)
    }

    /// Closes each reader as soon as it is idle, since the file is to go: an open one would keep its room on the disk.
    public func retire() {
        idle.withLock { idle in
            idle.isRetired = true
            idle.readers.removeAll()
        }
    }

    /// Ends the snapshots of idle readers, before the writer empties its log.
    public func releaseSnapshots() {
        var held: [Lent] = []
        while true {
            let lent = take()
            guard let reader = lent.reader else { break }
            reader.release()
            held.append(lent)
        }
        for lent in held { giveBack(lent) }
    }

    /// A reader on its way between the pool and the thread that uses it.
    private struct Lent: @unchecked Sendable {
        // Proof: it is held by exactly one thread; the pool's lock orders the hand-over.
        var reader: ModelReader?
    }

    private func take() -> Lent {
        idle.withLock { Lent(reader: $0.readers.popLast()) }
    }

    private func giveBack(_ lent: Lent) {
        idle.withLock { idle in
            if let reader = lent.reader, !idle.isRetired, idle.readers.count < ReaderPool.idleMax {
                idle.readers.append(reader)
            }
        }
    }
}
