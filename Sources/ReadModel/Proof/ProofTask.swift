// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
public import SQLite

/// Compares two generations on the snapshots of their pair; used by one thread.
public final class ProofTask {
    private let pair: GenerationPair
    private let scope: ProofScope
    private let held: HeldComparison
    /// The tables of which rows were left out, and the views that read them.
    private var unsettled: Set<String> = []

    /// Prepares the comparison; the pair has its snapshots.
    public init(_ pair: GenerationPair, _ scope: ProofScope) throws(SQLiteError) {
        self.pair = pair
        self.scope = scope
        held = try HeldComparison(pair, scope.projection)
    }

    /// Compares everything.
    public func compare() throws(SQLiteError) -> Proof {
        var proof = Proof()
        if scope.isUnchanged && !scope.isCountedOnly {
            proof.heldAnew = try held.keys(anew: true)
            proof.leftOut = try held.keys(anew: false)
        }
        for relation in scope.compared { proof.relations.append(try compare(relation, isAgain: false)) }
        for (relation, reason) in scope.counted where relation.kind == .table || relation.kind == .view {
            proof.relations.append(try count(relation, reason))
        }
        return proof
    }

    /// Compares again what may differ since compaction took records while they were read: only keys that differ both
    /// times count.
    public func compareAgain(_ proof: Proof) throws(SQLiteError) -> Proof {
        var proof = proof
        for index in proof.relations.indices where proof.relations[index].differences > 0 {
            let name = proof.relations[index].name
            guard let relation = scope.compared.first(where: { $0.name == name }), relation.isCompacted else {
                continue
            }
            proof.relations[index] = try compare(relation, isAgain: true)
        }
        return proof
    }

    /// Whether a second comparison may find less.
    public func needsSecond(_ proof: Proof) -> Bool {
        let names = Set(proof.differing.map(\.name))
        return scope.compared.contains { $0.isCompacted && names.contains($0.name) }
    }

    private func compare(_ relation: ProofRelation, isAgain: Bool) throws(SQLiteError) -> Proof.Relation {
        var found = Proof.Relation(relation.name, relation.kind)
        let comparison = RowComparison(pair, relation, isAgain: isAgain)
        if try comparison.digest(into: &found) { return found }
        if let below = relation.reads.sorted().first(where: unsettled.contains) {
            leave(relation)
            found.notCompared = "it reads \(below), some of whose rows are left out"
        } else if try held.leaveOut(of: relation) {
            try comparison.walk(into: &found)
            if found.leftOut > 0 { leave(relation) }
        } else {
            leave(relation)
            found.notCompared = "records that are held in one generation alone are part of its rows"
        }
        return found
    }

    /// What reads it may differ for that alone.
    private func leave(_ relation: ProofRelation) {
        unsettled.insert(relation.table.map { scope.projection.tables[$0].name } ?? relation.name)
    }

    private func count(_ relation: ProofRelation, _ reason: String) throws(SQLiteError) -> Proof.Relation {
        var found = Proof.Relation(relation.name, relation.kind)
        found.notCompared = reason
        guard relation.kind == .table else { return found }
        let sql = { (side: GenerationPair.Side) in "SELECT count(*) FROM \(side.name(relation.name))" }
        found.liveRows = try pair.connection.integer(sql(.live)) ?? 0
        found.rows = try pair.connection.integer(sql(.new)) ?? 0
        return found
    }
}
