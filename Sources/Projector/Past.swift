// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import ReadModel
internal import Synchronization

/// One labelled generation of a projection: while it is built, and when it is sealed (R30).
final class Past: Sendable {
    let description: PastGeneration
    let generation: Generation
    private let contents: Mutex<Contents>

    private struct Contents {
        var pipeline: Pipeline?
        /// What readers see of a sealed one.
        var board: ProgressBoard?
        var failure: StopCause?
        var isRemoved = false
        var meter = BuildMeter()
    }

    /// One that is to be built by a pipeline, or is sealed if there is none.
    init(_ description: PastGeneration, _ generation: Generation, _ pipeline: Pipeline?) {
        self.description = description
        self.generation = generation
        contents = Mutex(Contents(pipeline: pipeline))
    }

    var pipeline: Pipeline? { contents.withLock { $0.pipeline } }

    /// What readers see once it is sealed.
    var board: ProgressBoard? { contents.withLock { $0.board } }

    /// Whether it is to go.
    var isRemoved: Bool { contents.withLock { $0.isRemoved } }

    func remove() { contents.withLock { $0.isRemoved = true } }

    /// Notes why it cannot be used.
    func fail(_ cause: StopCause) { contents.withLock { $0.failure = cause } }

    /// Lets readers have it: no pipeline writes it any more.
    func open() throws(ReadModelError) {
        let projection = generation.projection
        let notes = try ViewNotes(projection) { name throws(ReadModelError) in try generation.file.note(name) }
        let board = ProgressBoard(views: projection.views.map(\.name))
        board.views.set(failures: notes.shown(projection))
        board.begin(try generation.file.positions())
        contents.withLock {
            $0.pipeline = nil
            $0.board = board
        }
    }

    /// What it does.
    var state: PastStatus.State {
        let (pipeline, board, failure) = contents.withLock { ($0.pipeline, $0.board, $0.failure) }
        if let failure { return .stopped(failure) }
        if board != nil { return .sealed }
        switch pipeline?.board.state {
        case .stopped(let cause): return .stopped(cause)
        case .waiting(let reason): return .waiting(reason: reason)
        case .hindered(let cause): return .waiting(reason: "\(cause.place): \(cause.message)")
        case .starting, .running, nil: return .building
        }
    }

    /// How far it is through its part of the log, and how fast.
    func figures(_ partitions: [PartitionProgress]) -> BuildFigures {
        contents.withLock { $0.meter.figures(partitions, cuts: description.cuts) }
    }
}
