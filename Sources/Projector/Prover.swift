// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import ReadModel
internal import Synchronization

/// Compares a build with the live generation (R28), on the thread that watches the build.
struct Prover {
    /// What the two generations' snapshots have in common.
    enum Way: Equatable {
        /// The same records: both stood at one place when they were taken.
        case barrier
        /// Whatever they have: what differs was accepted.
        case asTheyStand
        /// Nothing: rows are counted alone.
        case counting(reason: String)
    }

    let live: Pipeline
    let build: GenerationBuild
    let isStopped: () -> Bool
    /// For how long the two were kept from going on.
    private(set) var stood = Duration.zero

    init(live: Pipeline, build: GenerationBuild, isStopped: @escaping () -> Bool) {
        self.live = live
        self.build = build
        self.isStopped = isStopped
    }

    /// What was found; nil if the two did not come to one place in time.
    mutating func prove(_ way: Way) throws -> Proof? {
        let pair = try GenerationPair(live: live.generation.file, new: build.pipeline.generation.file)
        build.proving(pair)
        defer { build.proving(nil) }
        let task: ProofTask
        var catchUps = [CatchUp(), CatchUp()]
        for (index, pipeline) in [live, build.pipeline].enumerated() {
            _ = catchUps[index].isReached(by: pipeline.board.partitions)
        }
        guard let partitions = try snapshots(pair, way) else { return nil }
        let proof: Proof
        do {
            defer { pair.end() }
            task = try ProofTask(pair, scope(partitions, way))
            proof = try task.compare()
        }
        guard way == .barrier, task.needsSecond(proof) else { return proof }
        // What a compacted topic had lost below the first place has come again below the ends of that moment.
        guard waitUntilDone(catchUps), let partitions = try snapshots(pair, way) else { return nil }
        defer { pair.end() }
        return try ProofTask(pair, scope(partitions, way)).compareAgain(proof)
    }

    private mutating func snapshots(_ pair: GenerationPair, _ way: Way) throws -> [GenerationPair.Partition]? {
        guard way == .barrier else { return try pair.begin() }
        var barrier = ProofBarrier(live: live, new: build.pipeline, isGivenUp: isGivenUp)
        defer { stood += barrier.stood }
        let found = try barrier.reach { vector in
            let partitions = try pair.begin()
            let isPast = partitions.contains { partition in
                vector.contains { place in
                    place.topic == partition.topic && place.partition == partition.partition
                        && max(partition.live ?? 0, partition.new ?? 0) > place.offset
                }
            }
            if isPast { pair.end() }
            return isPast ? nil : partitions
        }
        return found ?? nil
    }

    private func scope(_ partitions: [GenerationPair.Partition], _ way: Way) throws -> ProofScope {
        let pipelines = [live, build.pipeline]
        let compacted = pipelines.flatMap { pipeline in
            pipeline.ledgers.withLock { $0.filter { $0.ledger.isCompacted || $0.ledger.wasCompacted } }.map(
                \.ledger.topic)
        }
        let failures = pipelines.flatMap(\.board.views.statuses).compactMap { status in
            status.failure.map { (status.name, $0) }
        }
        let unproven: String? = if case .counting(let reason) = way { reason } else { nil }
        return ProofScope(
            build.pipeline.projection,
            ProofScope.Facts(
                live: try live.generation.file.storedDefinition(of: live.projection.name).rows,
                compactedTopics: Set(compacted), failedViews: Dictionary(failures) { first, _ in first },
                partitions: partitions, unproven: unproven))
    }

    private func waitUntilDone(_ catchUps: [CatchUp]) -> Bool {
        var catchUps = catchUps
        while !isGivenUp() {
            let isDone = [live, build.pipeline].indices.allSatisfy { index in
                catchUps[index].isReached(by: [live, build.pipeline][index].board.partitions)
            }
            if isDone { return true }
            guard case .running = live.board.state else { return false }
            build.pipeline.pauseSupervision()
        }
        return false
    }

    private func isGivenUp() -> Bool { isStopped() || build.pipeline.isStopRequested }
}
