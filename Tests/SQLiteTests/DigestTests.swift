// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import SQLite
import Testing

struct DigestTests {
    let connection: Connection

    init() throws {
        connection = try Connection(path: "", mode: .memory)
        try connection.addDigest()
    }

    private func digest(_ rows: String...) throws -> [UInt8] {
        let list = rows.map { "(\($0))" }.joined(separator: ", ")
        let statement = try connection.prepare("SELECT _digest(column1, column2) FROM (VALUES \(list))")
        #expect(try statement.step())
        return statement.blob(0)
    }

    private func hash(_ values: String) throws -> [UInt8] {
        let statement = try connection.prepare("SELECT _hash(\(values))")
        #expect(try statement.step())
        return statement.blob(0)
    }

    @Test func `the order of rows changes nothing, and how often one stands there does`() throws {
        let one = try digest("1, 'a'", "2, 'b'", "2, 'b'", "3, NULL")
        #expect(one == (try digest("2, 'b'", "3, NULL", "1, 'a'", "2, 'b'")))
        #expect(one != (try digest("1, 'a'", "2, 'b'", "3, NULL")))
        #expect(one.count == 16)
    }

    @Test func `values of different kinds are different, and where they stand counts`() throws {
        let values = [
            "NULL", "''", "0", "0.0", "x''", "1", "1.0", "'1'", "x'31'", "'a'", "'a' || char(0)", "'aaaaaaaa'",
            "'aaaaaaaaa'", "-1", "'é'", "'e' || char(769)", "NULL, NULL", "0, 0", "'', ''", "'a', 'b'", "'ab', ''",
            "'', 'ab'", "'b', 'a'", "1, 2", "2, 1", "NULL, 1", "1, NULL",
        ]
        let hashes = try values.map { try hash($0) }
        #expect(Set(hashes).count == values.count)
        #expect(try hash("1, 'x'") == hash("1, 'x'"))
    }

    @Test func `no rows have a digest, which is not that of a row`() throws {
        let statement = try connection.prepare("SELECT _digest(1) FROM (SELECT 1 WHERE 0)")
        #expect(try statement.step())
        #expect(statement.blob(0) == Array(repeating: 0, count: 16))
        #expect(try hash("NULL") != Array(repeating: 0, count: 16))
    }

    @Test func `changing any one bit of a value changes the digest`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("  seed \(seed)")
        var state = seed
        func next() -> Int64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int64(bitPattern: state ^ state >> 29)
        }
        for _ in 0..<200 {
            let (one, other) = (next(), next())
            let before = try digest("\(one), x'\(String(UInt64(bitPattern: other), radix: 16).padded)'", "7, 'c'")
            for bit in 0..<64 {
                let changed = one ^ Int64(bitPattern: 1 << UInt64(bit))
                let text = String(UInt64(bitPattern: other), radix: 16).padded
                #expect(before != (try digest("\(changed), x'\(text)'", "7, 'c'")))
                let flipped = String(UInt64(bitPattern: other) ^ 1 << UInt64(bit), radix: 16).padded
                #expect(before != (try digest("\(one), x'\(flipped)'", "7, 'c'")))
            }
        }
    }
}

extension String {
    fileprivate var padded: String { String(repeating: "0", count: 16 - count) + self }
}
