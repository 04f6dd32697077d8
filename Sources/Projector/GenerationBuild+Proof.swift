// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import ReadModel
internal import Synchronization

extension GenerationBuild {
    /// How far the comparison with the live generation is.
    struct Proving {
        /// What is being compared, so that it can be ended.
        var pair: GenerationPair?
        /// What was found.
        var proof: Proof?
        /// Whether it is done, or nothing is there to compare with.
        var isDone = false
        /// Whether a table may shrink unasked: what stopped the live generation was accepted with all that follows.
        var ignoresSize = false
        /// The barriers that were not reached.
        var failures = 0
        /// Before when no other is tried.
        var nextAt = ContinuousClock.now
    }

    /// What was found; nil before it was compared.
    var proof: Proof? { contents.withLock { $0.proving.proof } }

    /// Whether it was compared, or has nothing to be compared with.
    var isProven: Bool { contents.withLock { $0.proving.isDone } }

    /// How often the barrier was not reached; nil if it is too early to try again.
    var barrierFailures: Int? {
        contents.withLock { $0.proving.nextAt <= .now ? $0.proving.failures : nil }
    }

    /// What an operator would have to let pass of what was found.
    var refused: RebuildRefusal? {
        let contents = contents.withLock { $0 }
        guard let proof = contents.proving.proof else { return nil }
        let name = pipeline.projection.name
        if proof.differences > 0, !contents.isAccepted { return RebuildRefusal(differing: proof, name) }
        if !contents.allowsSmaller, !contents.proving.ignoresSize, !proof.smaller.isEmpty {
            return RebuildRefusal(smaller: proof, name)
        }
        return nil
    }

    func proving(_ pair: GenerationPair?) { contents.withLock { $0.proving.pair = pair } }

    func proven(_ proof: Proof?, ignoresSize: Bool) {
        contents.withLock { contents in
            contents.proving.proof = proof
            contents.proving.isDone = true
            contents.proving.ignoresSize = ignoresSize
            contents.waitingFor = nil
        }
    }

    /// Notes that it could not be compared now.
    func proveLater(_ reason: String) {
        contents.withLock { contents in
            contents.proving.failures += 1
            contents.proving.nextAt = .now + .milliseconds(ProofBarrier.retryMs)
            contents.waitingFor = reason
        }
    }

    /// Asks its pipeline to end, and ends a comparison under way.
    func requestStop() {
        pipeline.requestStop()
        contents.withLock { $0.proving.pair }?.interrupt()
    }
}
