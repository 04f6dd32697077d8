// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import ReadModel
internal import SQLite
internal import Synchronization

/// What is known of a build's rows before it goes live (R28).
extension ProjectionRunner {
    /// How many barriers are tried where differences are accepted anyway.
    private static let acceptedBarriersMax = 3
    /// How many differing rows the log tells of.
    private static let rowsLogged = 5

    /// Compares a build that has caught up with the live generation, once; true if that is done, or there is none.
    ///
    /// A generation that is gone back to differs as a rule: that is why.
    ///
    /// Both go on while it compares, except for the moment in which the snapshots are taken.
    func prove(_ build: GenerationBuild) -> Bool {
        if build.isProven || build.aim.isGoingBack { return true }
        guard let live = pipelines.withLock({ $0.live }) else {
            build.proven(nil, ignoresSize: true)
            return true
        }
        guard let failures = build.barrierFailures else { return false }
        let isUnprovable = unprovable != nil
        let way = way(of: live, build, failures)
        var prover = Prover(live: live, build: build, isStopped: { self.isStopRequested })
        do {
            guard let proof = try prover.prove(way) else {
                build.proveLater("the moment in which both generations have the same records")
                return false
            }
            build.proven(proof, ignoresSize: isUnprovable)
            tell(proof, build.number, stood: prover.stood)
            return true
        } catch let error as SQLiteError where error.kind == .interrupted {
            return false
        } catch {
            // A file that stopped the live generation may well be one that cannot be read.
            log(.warning, "the new generation cannot be compared", ("reason", "\(error)"))
            if isUnprovable { build.proven(nil, ignoresSize: true) } else { build.proveLater("comparing: \(error)") }
            return isUnprovable
        }
    }

    private func way(of live: Pipeline, _ build: GenerationBuild, _ failures: Int) -> Prover.Way {
        let isRunning = if case .running = live.board.state { true } else { false }
        if unprovable != nil || build.isAccepted && (!isRunning || failures >= Self.acceptedBarriersMax) {
            return .asTheyStand
        }
        return isRunning ? .barrier : .counting(reason: "the live generation stands still")
    }

    private func tell(_ proof: Proof, _ number: Int, stood: Duration) {
        let compared = proof.relations.filter { $0.notCompared == nil }
        log(
            proof.differences == 0 ? .info : .warning, "compared with the live generation",
            ("generation", String(number)), ("relations", String(compared.count)),
            ("rows", String(compared.reduce(0) { $0 + $1.rows })), ("differences", String(proof.differences)),
            ("stood_ms", String(Int(stood / .milliseconds(1)))))
        for relation in proof.incomplete {
            log(
                .info, "not compared as a whole", ("relation", relation.name),
                ("reason", relation.notCompared ?? "records of some keys are held"),
                ("rows", String(relation.leftOut)))
        }
        let rows = proof.differing.flatMap { relation in relation.examples.map { (relation.name, $0) } }
        for (name, row) in rows.prefix(Self.rowsLogged) {
            log(.warning, "a row differs", ("relation", name), ("row", row.line))
        }
        for held in proof.heldAnew.first.prefix(Self.rowsLogged) {
            log(.warning, "a key is held anew", ("record", held.place), ("state", held.code))
        }
    }
}
