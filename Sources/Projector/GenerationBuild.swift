// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import ReadModel
internal import Synchronization

/// One generation on its way to become the live one.
final class GenerationBuild: Sendable {
    /// What it is for.
    enum Aim {
        /// A new generation, from the log's start.
        case replace
        /// The previous generation answers again once it has caught up (R31).
        case goBack
        /// The same, without catching up.
        case goBackAtOnce

        var isGoingBack: Bool { self != .replace }
    }

    let pipeline: Pipeline
    let aim: Aim
    /// The number of the generation that it replaces.
    let replaced: Int?
    /// Where the replaced generation's partitions were built from, as far as its file tells.
    let firsts: [PartitionPosition]
    /// Whether it is made to be compared alone, and never goes live.
    let isTrial: Bool

    struct Contents {
        var isAccepted: Bool
        var allowsSmaller = false
        var obstacle: RebuildRefusal?
        var proving = Proving()
        var waitingFor: String?
        var isSwitching = false
        var isLive = false
        var isCancelled = false
        var meter = BuildMeter()
    }

    let contents: Mutex<Contents>

    init(
        _ pipeline: Pipeline, replaced: Int?, firsts: [PartitionPosition], isAccepted: Bool,
        allowsSmaller: Bool = false, isTrial: Bool = false, aim: Aim = .replace
    ) {
        self.pipeline = pipeline
        self.aim = aim
        self.replaced = replaced
        self.firsts = firsts
        self.isTrial = isTrial
        contents = Mutex(Contents(isAccepted: isAccepted, allowsSmaller: allowsSmaller))
    }

    var number: Int { pipeline.generation.file.number }

    /// Whether an operator accepts whatever differs.
    var isAccepted: Bool { contents.withLock { $0.isAccepted } }

    /// What keeps it from going live; nil if nothing does.
    var obstacle: RebuildRefusal? { contents.withLock { $0.obstacle } }

    /// Whether it reads on, or could; a build that a fault stopped gives way to another.
    var isUnderWay: Bool {
        if case .stopped = pipeline.board.state { return false }
        return !pipeline.isStopRequested
    }

    /// Notes what an operator lets pass.
    func accept(differences: Bool, smaller: Bool) {
        contents.withLock { contents in
            if differences { contents.isAccepted = true }
            if smaller { contents.allowsSmaller = true }
            // What is still in the way is found again in a moment.
            contents.obstacle = nil
        }
    }

    func wait(for reason: String?) { contents.withLock { $0.waitingFor = reason } }

    func wentLive() { contents.withLock { $0.isLive = true } }

    /// Whether it may take over; from then on it cannot be cancelled.
    func beginSwitch() -> Bool {
        contents.withLock { contents in
            contents.isSwitching = !contents.isCancelled
            return contents.isSwitching
        }
    }

    /// Gives it up; false if it is taking over already.
    func cancel() -> Bool {
        contents.withLock { contents in
            contents.isCancelled = !contents.isSwitching
            return contents.isCancelled
        }
    }

    /// Whether a replaced generation in this state is kept to go back to: its file can be used, and is only ours.
    static func isWorthKeeping(_ state: RunState) -> Bool {
        guard case .stopped(let cause) = state else { return true }
        return ![.storeDamaged, .storeFailed, .fenced].contains(cause.code)
    }

    /// How far it is through the log, and how fast.
    var figures: BuildFigures {
        let partitions = pipeline.board.partitions
        return contents.withLock { $0.meter.figures(partitions) }
    }

    /// What it is at; nil if it stands still or is over.
    var phase: BuildPhase? {
        switch state {
        case .live, .cancelled, .stopped: return nil
        case .building, .waiting, .unaccepted: break
        }
        let contents = contents.withLock { $0 }
        if contents.isSwitching { return .switching }
        if contents.proving.pair != nil { return .proving }
        return pipeline.phaseOfBuild
    }

    /// Notes what is in the way now; true if it was not known yet.
    func note(_ obstacle: RebuildRefusal?) -> Bool {
        contents.withLock { contents in
            defer { contents.obstacle = obstacle }
            return obstacle != nil && contents.obstacle != obstacle
        }
    }

    /// What the new generation's log lacks of what the replaced one was built from (R27).
    func missing(_ partitions: [PartitionProgress]) -> RebuildRefusal? {
        for old in firsts {
            let new = partitions.first { $0.position.topic == old.topic && $0.position.partition == old.partition }
            if let new, new.position.first > old.first {
                return RebuildRefusal(
                    missing: old, logStart: new.position.first, pipeline.projection.name)
            }
        }
        return nil
    }

    /// What it does.
    var state: RebuildStatus.State {
        let (contents, state) = (contents.withLock { $0 }, pipeline.board.state)
        if contents.isLive { return .live }
        if contents.isCancelled { return .cancelled }
        switch state {
        case .stopped(let cause): return .stopped(cause)
        case .waiting(let reason): return .waiting(reason: reason)
        case .hindered(let cause): return .waiting(reason: "\(cause.place): \(cause.message)")
        case .starting, .running: break
        }
        if let reason = contents.waitingFor { return .waiting(reason: reason) }
        if let obstacle = contents.obstacle { return .unaccepted(obstacle) }
        return .building
    }
}

extension Pipeline {
    /// What a build is at, as far as its pipeline tells.
    var phaseOfBuild: BuildPhase {
        if board.phase == .indexing { return .indexes }
        return board.views.isFilling ? .views : .reading
    }
}
