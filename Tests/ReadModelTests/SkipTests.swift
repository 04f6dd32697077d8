// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import ReadModel
import Testing

/// R19: skips are decided once, and every generation heeds them.
@Suite("Skips") struct SkipTests {
    private func added(_ key: String?, _ price: String) -> Record {
        Record(key, #"{"price":\#(price)}"#, type: "Added")
    }

    private var records: [Record] {
        [added("a", "1"), added("a", #""x""#), added("a", "2"), added("b", "3"), added("a", #""y""#), added("a", "4")]
    }

    @Test("R19: a held record that is skipped goes, and what waited behind it is applied")
    func live() throws {
        let model = try Model.holding()
        try model.put(records)
        try model.skip(1)
        #expect(model.writer.hasNewDecisions)
        let result = try model.tend(.decisions, limit: 1)
        #expect(result.skipped == 1 && result.applied == 1 && result.failedKeys == 1)
        #expect(!model.writer.hasNewDecisions)
        #expect(try model.held() == ["0@4 bad-value", "0@5 -"])
        // One that only waits goes alone.
        try model.skip(5)
        #expect(try model.tend(.decisions).skipped == 1)
        #expect(try model.held() == ["0@4 bad-value"])
        let account = try model.position().accounting
        #expect(account.skipped == 2 && account.held == 1 && account.applied == 3 && account.isBalanced)
        try model.skip(4)
        #expect(try model.tend(.decisions).freedKeys == 1)
        try model.put(added("a", "5"))
        #expect(try model.rows("SELECT order_id, total FROM orders") == ["'a', 300", "'b', 300"])
        try model.writer.commit()
        #expect(try model.rows("SELECT total FROM orders WHERE order_id = 'a'") == ["800"])
    }

    @Test("R19: a rebuild passes over what was skipped, and ends as the live generation did")
    func rebuild() throws {
        let live = try Model.holding()
        try live.put(records)
        try live.skip(1)
        try live.tend(.decisions)
        let again = try Model.holding()
        again.decisions = live.decisions
        try again.reopen()
        try again.put(records)
        try again.writer.commit()
        #expect(try again.held() == live.held())
        #expect(try again.rows("SELECT * FROM orders") == live.rows("SELECT * FROM orders"))
        #expect(try again.position().accounting == live.position().accounting)
    }

    @Test("R14, R19: what repeats a record without a key waits with it, and comes into its own when that is skipped")
    func repeatedWithoutKey() throws {
        func model() throws -> Model {
            let text = Definitions.orders.replacing("topic: orders", with: "topic: orders, id: \"$.id\"")
            return try Model.holding(text)
        }
        let live = try model()
        let log = ["i", "i", "j", "i"].map { Record(nil, #"{"price":1,"id":"\#($0)"}"#, type: "Added") }
        try live.put(Array(log.prefix(3)))
        try live.put(log[3])
        try live.writer.commit()
        #expect(try live.held() == ["0@0 bad-key", "0@1 -", "0@2 bad-key", "0@3 -"])
        #expect(try HeldReader(live.file).keys(limit: 10).map(\.waiting) == [2, 0])
        #expect(live.writer.heldKeyCount == 2)
        // It goes with the first.
        #expect(try live.tend(.retryRecord(topic: "orders", partition: 0, offset: 3)).failedKeys == 1)
        #expect(try live.held() == ["0@0 bad-key", "0@1 -", "0@2 bad-key", "0@3 -"])
        for skipped in [Int64(0), 2, 1] {
            try live.skip(skipped)
            try live.tend(.decisions, limit: 1)
            let again = try model()
            again.decisions = live.decisions
            try again.reopen()
            try again.put(log)
            try again.writer.commit()
            #expect(try live.held() == again.held())
            #expect(try live.position().accounting == again.position().accounting)
        }
        #expect(try live.held() == ["0@3 bad-key"])
        #expect(live.writer.heldKeyCount == 1)
    }

    @Test("R19: what was decided and not done when the writer ended is done at the next start")
    func interrupted() throws {
        let model = try Model.holding()
        try model.put([added("a", #""x""#)] + (1...5).map { added("a", String($0)) })
        try model.skip(0)
        let task = HeldTask(.decisions)
        try model.writer.tend(task, limit: 2)
        try model.writer.commit()
        #expect(!task.isFinished)
        try model.reopen()
        // Until they are applied, a new one waits behind them.
        try model.put(added("a", "6"))
        #expect(try model.rows("SELECT total FROM orders") == ["300"])
        #expect(try model.tend(.decisions).applied == 4)
        #expect(try model.rows("SELECT total FROM orders") == ["2100"])
        #expect(try model.position().accounting.isBalanced)
    }

    @Test("R19: a decision for another record at the place is not followed, and that is told once")
    func otherLog() throws {
        let model = try Model.holding()
        try model.put(records)
        try model.skip(1, hash: 7)
        var told = 0
        model.writer.onUnheeded = { _, _ in told += 1 }
        #expect(try model.tend(.decisions).skipped == 0)
        #expect(told == 1)
        let again = try Model.holding()
        again.decisions = model.decisions
        try again.reopen()
        again.writer.onUnheeded = { _, _ in told += 1 }
        try again.put(records)
        #expect(told == 2)
        #expect(try again.position().accounting.skipped == 0)
        #expect(try again.position().accounting.held == 4)
    }
}
