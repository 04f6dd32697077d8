// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import ReadModel
import SQLite
import Testing

/// Two generations of one log, compared.
struct ProofTests {
    private let text = """
        projection: shop
        sources:
          orders: {topic: orders, type: header:type}
        tables:
          orders:
            key: {id: integer}
            columns: {status: text, total: decimal(2), paid: boolean, note: text}
            history: true
            on:
              orders:
                Placed: {set: {status: "'placed'", total: $.total, paid: $.paid, note: $.note}}
                Erased: delete
        """

    /// Two models of the same records.
    private func twins(_ text: String? = nil, _ records: [Record]? = nil) throws -> (live: Model, new: Model) {
        let models = try (Model(text ?? self.text), Model(text ?? self.text))
        for model in [models.0, models.1] {
            model.holds = true
            try model.put(records ?? (1...50).map { place($0) })
            try model.writer.commit()
        }
        return models
    }

    private func place(_ id: Int, total: String = "1.50", note: String = "null") -> Record {
        Record("\(id)", #"{"total":"\#(total)","paid":true,"note":\#(note)}"#, type: "Placed")
    }

    private func proof(
        _ live: Model, _ new: Model, compacted: Set<String> = [], failed: [String: String] = [:],
        unproven: String? = nil
    ) throws -> Proof {
        let pair = try GenerationPair(live: live.file, new: new.file)
        let scope = try scope(live, new, pair, compacted: compacted, failed: failed, unproven: unproven)
        defer { pair.end() }
        return try ProofTask(pair, scope).compare()
    }

    private func scope(
        _ live: Model, _ new: Model, _ pair: GenerationPair, compacted: Set<String> = [],
        failed: [String: String] = [:], unproven: String? = nil
    ) throws -> ProofScope {
        let partitions = try pair.begin()
        let meanings = try live.file.storedDefinition(of: "shop").rows
        return ProofScope(
            new.projection,
            ProofScope.Facts(
                live: meanings, compactedTopics: compacted, failedViews: failed, partitions: partitions,
                unproven: unproven))
    }

    private func execute(_ sql: String, _ model: Model) throws {
        try Connection(path: model.file.path, mode: .readWrite).execute(sql)
    }

    private func relation(_ name: String, _ proof: Proof) throws -> Proof.Relation {
        try #require(proof.relations.first { $0.name == name })
    }

    @Test("R28: two generations of the same records are equal, table by table")
    func equal() throws {
        let (live, new) = try twins()
        let proof = try proof(live, new)
        #expect(proof.relations.map(\.name) == ["orders", "orders_history"])
        #expect(proof.relations.map(\.rows) == [50, 50])
        #expect(proof.differences == 0)
        #expect(proof.incomplete.isEmpty)
    }

    @Test("R28: a planted row, a missing one and a changed one are found by key, each with old and new")
    func planted() throws {
        let (live, new) = try twins()
        try execute(
            """
            UPDATE orders SET total = 151, note = '' WHERE id = 7;
            DELETE FROM orders WHERE id = 9;
            INSERT INTO orders (id, status, total) VALUES (99, 'placed', -5);
            """, live)
        let orders = try relation("orders", proof(live, new))
        #expect((orders.missing, orders.extra, orders.changed) == (1, 1, 1))
        #expect((orders.liveRows, orders.rows) == (50, 50))
        let changed = try #require(orders.examples.first { $0.kind == .changed })
        #expect(changed.key.map(\.new) == ["7"])
        #expect(
            changed.columns.map { "\($0.name) \($0.old ?? "NULL") \($0.new ?? "NULL")" } == [
                "total 1.51 1.50", "note  NULL",
            ])
        let missing = try #require(orders.examples.first { $0.kind == .missing })
        #expect(missing.key.map(\.old) == ["99"])
        #expect(missing.columns.first { $0.name == "total" }?.old == "-0.05")
        #expect(orders.examples.first { $0.kind == .extra }?.key.map(\.new) == ["9"])
    }

    @Test(
        "R28: any one value that differs is found",
        arguments: [
            "UPDATE orders SET total = 149 WHERE id = 50", "UPDATE orders SET status = 'Placed' WHERE id = 1",
            "UPDATE orders SET paid = 0 WHERE id = 20", "UPDATE orders SET note = '' WHERE id = 20",
            "UPDATE orders SET _at = _at + 1 WHERE id = 3", "UPDATE orders SET id = 51 WHERE id = 50",
            "UPDATE orders_history SET valid_to = '2020-01-01T00:00:00.000000Z' WHERE id = 4",
            "DELETE FROM orders_history WHERE id = 5",
        ])
    func mutation(_ sql: String) throws {
        let (live, new) = try twins()
        try execute(sql, new)
        #expect(try proof(live, new).differences > 0)
        try execute(sql, live)
        #expect(try proof(live, new).differences == 0)
    }

    @Test("R28: however many rows differ, all are counted and few are kept")
    func many() throws {
        let (live, new) = try twins(nil, (1...3_000).map { place($0) })
        try execute("UPDATE orders SET note = 'x'; DELETE FROM orders WHERE id > 2000", live)
        let orders = try relation("orders", proof(live, new))
        #expect((orders.changed, orders.extra) == (2_000, 1_000))
        #expect(orders.examples.count == Proof.examplesMax)
        #expect(orders.examples.map { $0.key.first?.old } == (1...20).map { "\($0)" })
    }

    @Test("R28: a key that is held in the live generation and applied in the new one is listed, the reverse differs")
    func held() throws {
        let (live, new) = try twins(nil, [place(1), place(2)])
        let bad = place(2, total: "x")
        let good = place(2, total: "9")
        try live.commit(bad, place(3))
        try new.commit(good, place(3))
        let forth = try proof(live, new)
        #expect(forth.differences == 0)
        #expect(forth.leftOut.first.map(\.key) == ["2"])
        #expect(forth.leftOut.first.map(\.place) == ["orders/0@2"])
        #expect(forth.leftOut.first.map(\.code) == ["bad-value"])
        #expect(try relation("orders", forth).leftOut == 1)
        #expect(try relation("orders_history", forth).leftOut > 0)
        let back = try proof(new, live)
        #expect(back.heldAnew.first.map(\.key) == ["2"])
        #expect(back.differences > 0)
    }

    @Test("R28: rows of a key that was met in two partitions are left out, whichever of them came first")
    func twoPartitions() throws {
        let models = try (
            Model(text, partitions: 2, isCareful: true), Model(text, partitions: 2, isCareful: true)
        )
        for (model, order) in [(models.0, [0, 1]), (models.1, [1, 0])] {
            model.holds = true
            for partition in order {
                var record = place(5, total: "\(partition)")
                record.partition = Int32(partition)
                try model.commit(record)
            }
        }
        let proof = try proof(models.0, models.1)
        #expect(proof.leftOut.count == 1)
        #expect(proof.differences == 0)
        #expect(try relation("orders", proof).leftOut == 1)
    }

    @Test("R28: where only some keys differ at two moments, as compaction makes it, those alone count")
    func compacted() throws {
        let (live, new) = try twins()
        try execute("DELETE FROM orders WHERE id IN (3, 4)", new)
        let pair = try GenerationPair(live: live.file, new: new.file)
        let first = try ProofTask(pair, scope(live, new, pair, compacted: ["orders"]))
        let proof = try first.compare()
        #expect(try relation("orders", proof).missing == 2)
        #expect(first.needsSecond(proof))
        pair.end()
        try execute("DELETE FROM orders WHERE id = 30", new)
        try execute("DELETE FROM orders WHERE id = 3", live)
        let second = try ProofTask(pair, scope(live, new, pair, compacted: ["orders"]))
        let again = try second.compareAgain(proof)
        #expect(try relation("orders", again).missing == 1)
        #expect(try relation("orders", again).examples.map { $0.key.first?.old } == ["4"])
        pair.end()
    }

    @Test("R28: of a changed definition only what means the same is compared, and a much smaller table is told")
    func changedDefinition() throws {
        let (live, _) = try twins(nil, (1...200).map { place($0) })
        let other = text.replacing("note: $.note", with: "note: $.remark")
        let new = try Model(other)
        try new.put((1...99).map { place($0) })
        try new.writer.commit()
        let proof = try proof(live, new)
        #expect(proof.differences == 0)
        let orders = try relation("orders", proof)
        #expect(orders.notCompared == "its definition was changed")
        #expect((orders.liveRows, orders.rows) == (200, 99))
        #expect(proof.smaller.map(\.name) == ["orders"])
        try new.commit(place(100))
        #expect(try self.proof(live, new).smaller.isEmpty)
    }

    @Test("R28: a generation that stands elsewhere is counted alone")
    func unproven() throws {
        let (live, new) = try twins()
        try execute("DELETE FROM orders", new)
        let proof = try proof(live, new, unproven: "the live generation has stopped")
        #expect(proof.differences == 0)
        #expect(proof.smaller.map(\.name) == ["orders"])
        #expect(proof.relations.allSatisfy { $0.notCompared == "the live generation has stopped" })
    }
}
