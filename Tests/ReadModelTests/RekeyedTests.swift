// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import ReadModel
import Testing

@Suite struct RekeyedTests {
    @Test("R8: re-keyed sums, min and max give the same rows whatever order partitions come in")
    func anyOrder() throws {
        let seed: UInt64 = 8_008
        print("seed \(seed)")
        var generator = Seeded(state: seed)
        let partitions: [[Record]] = (Int32(0)..<3).map { partition in
            (0..<120).map { _ in
                let spent = generator.pick(["null", "1", "-2.5", "\"0.07\"", "1000000"])
                let word = generator.pick(["null", "\"a\"", "\"Z\"", "\"\u{e9}\"", "\"\"", "\"a longer word\""])
                return Record(
                    nil, #"{"page":"\#(generator.pick(["/", "/a", "/b"]))","spent":\#(spent),"word":\#(word)}"#,
                    partition: partition, timestampMs: Int64.random(in: 0..<5_000, using: &generator))
            }
        }
        var results: Set<[String]> = []
        for _ in 0..<12 {
            let model = try Model(Definitions.pages, partitions: 3)
            var left = partitions.map { $0[...] }
            while let partition = left.indices.filter({ !left[$0].isEmpty }).randomElement(using: &generator) {
                try model.put(Array(left[partition].prefix(generator.pick([1, 2, 30]))))
                left[partition] = left[partition].dropFirst(
                    Int(try model.position(Int32(partition)).next)
                        - left[partition].startIndex)
                if generator.pick([true, false, false]) { try model.writer.commit() }
                if generator.pick([true] + Array(repeating: false, count: 9)) {
                    try model.writer.commit()
                    try model.reopen()
                }
            }
            try model.writer.commit()
            results.insert(try model.table("pages"))
        }
        #expect(results.count == 1)
        #expect(results.first?.count == 3)
    }

    @Test("R8: a sum that leaves its range stops the projection, with nothing of the record applied")
    func overflow() throws {
        let model = try Model(Definitions.pages)
        try model.commit(Record(nil, #"{"page":"p","spent":-92233720368547758.08}"#))
        let stopped = #expect(throws: ModelWriter.StoppedRecord.self) {
            try model.put(Record("key", #"{"page":"p","spent":-0.01}"#))
        }
        #expect(stopped?.fault.code == .overflow)
        #expect(stopped?.offset == 1)
        try model.writer.commit()
        #expect(try model.rows("SELECT clicks, spent FROM pages") == ["1, -9223372036854775808"])
    }

    @Test("R9: re-keyed tables take null keys; a NULL in their own key is a bad event; tombstones pass them by")
    func keys() throws {
        let model = try Model(Definitions.pages)
        try model.commit(Record(nil, #"{"page":"p"}"#), Record("p", nil), Record(nil, nil))
        #expect(try model.rows("SELECT page, clicks FROM pages") == ["'p', 1"])
        #expect(try model.position().accounting.ignored == 2)
        for value in [#"{"page":null}"#, "{}", #"{"page":5}"#] {
            #expect(model.fault(Record("p", value))?.code == .badKey)
        }
        #expect(try model.position().next == 3)
    }

    @Test func `a re-keyed row may take its key from the record's key and from its fields`() throws {
        let text = """
            projection: shop
            sources: {lines: {topic: lines}}
            tables:
              totals:
                key: {order_id: $key text, sku: $.sku text}
                columns: {quantity: integer}
                on: {lines: {"*": {set: {quantity: quantity + $.quantity}}}}
            """
        let model = try Model(text)
        for quantity in 1...3 { try model.put(Record("o", #"{"sku":"x","quantity":\#(quantity)}"#)) }
        try model.commit(Record("o", #"{"sku":"y","quantity":1}"#), Record("p", #"{"sku":"x","quantity":1}"#))
        #expect(try model.rows("SELECT * FROM totals") == ["'o', 'x', 6", "'o', 'y', 1", "'p', 'x', 1"])
    }
}
