// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events
import Testing

struct ValueTests {
    @Test(
        "R35: a parameter is read by R10 from its text",
        arguments: [
            (.integer, "12", .success(.integer(12))), (.integer, "-12.0", .success(.integer(-12))),
            (.integer, "", .failure(.malformed)), (.integer, "12x", .failure(.malformed)),
            (.integer, "1.5", .failure(.wrongType)), (.integer, "99999999999999999999", .failure(.outOfRange)),
            (.real, "1.5", .success(.real(1.5))), (.real, "inf", .failure(.malformed)),
            (.real, "0x1", .failure(.malformed)), (.text, "", .success(.text(""))),
            (.text, "\"a\"", .success(.text("\"a\""))), (.text, "a\u{0}", .failure(.notUTF8)),
            (.boolean, "true", .success(.integer(1))), (.boolean, "false", .success(.integer(0))),
            (.boolean, "1", .failure(.malformed)), (.blob, "AAEC", .success(.blob([0, 1, 2]))),
            (.blob, "?", .failure(.malformed)), (.json, " [1, 2] ", .success(.text("[1, 2]"))),
            (.json, "\"a\"", .success(.text("\"a\""))), (.json, "12", .success(.text("12"))),
            (.json, "null", .success(.null)), (.json, "[1,", .failure(.notJSON)), (.json, "", .failure(.notJSON)),
            (.json, "1 2", .failure(.notJSON)), (.json, "[\"\\q\"]", .failure(.notJSON)),
            (.decimal(scale: 2), "12.5", .success(.integer(1250))),
            (.decimal(scale: 2), "12.345", .failure(.tooManyDigits)),
            (.timestamp, "2024-01-01T00:00:00+01:00", .success(.text("2023-12-31T23:00:00.000000Z"))),
            (.timestamp, "1500", .success(.text("1970-01-01T00:00:01.500000Z"))),
            (.timestamp, "today", .failure(.malformed)), (.date, "2024-02-29", .success(.text("2024-02-29"))),
            (.date, "2023-02-29", .failure(.malformed)),
        ] as [(ValueType, String, Result<StoredValue, ConversionFault>)])
    func parses(type: ValueType, text: String, expected: Result<StoredValue, ConversionFault>) {
        #expect(type.parse(text) == expected)
    }

    @Test(
        "R35: a decimal is printed with exactly its digits, and read back",
        arguments: [
            (0, 2, "0.00"), (5, 2, "0.05"), (-5, 2, "-0.05"), (1250, 2, "12.50"), (-100, 2, "-1.00"), (7, 0, "7"),
            (0, 0, "0"), (10, 1, "1.0"), (Int64.max, 2, "92233720368547758.07"), (.min, 0, "-9223372036854775808"),
            (.min, 18, "-9.223372036854775808"), (1, 18, "0.000000000000000001"),
        ] as [(Int64, Int, String)])
    func prints(units: Int64, scale: Int, text: String) {
        #expect(DecimalText.string(units, scale: scale) == text)
        #expect(ValueType.decimal(scale: scale).parse(text) == .success(.integer(units)))
        var bytes = Array("x".utf8)
        DecimalText.append(units, scale: scale, to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "x" + text)
    }

    @Test("R12: stored texts are equal if their bytes are")
    func equality() {
        #expect(StoredValue.text("\u{E9}") != .text("e\u{301}"))
        #expect(Set([StoredValue.text("\u{E9}"), .text("e\u{301}"), .text("\u{E9}")]).count == 2)
        #expect(StoredValue.integer(1) != .real(1))
    }

    @Test("types are read and printed as a projection file writes them")
    func names() {
        for name in [
            "integer", "real", "text", "boolean", "blob", "json", "decimal(0)", "decimal(18)", "timestamp", "date",
        ] {
            #expect(ValueType(name: name)?.name == name)
        }
        for name in ["", "int", "decimal", "decimal(19)", "decimal(-1)", "decimal(x)", "TEXT"] {
            #expect(ValueType(name: name) == nil)
        }
    }

    @Test("the hash of a record stays what it is for ever")
    func hashes() {
        func hash(_ key: String?, _ value: String?) -> UInt64 {
            let key = key.map { Array($0.utf8) }
            let value = value.map { Array($0.utf8) }
            return unsafe RecordHash.of(key: key?.span.bytes, value: value?.span.bytes)
        }
        #expect(hash(nil, nil) == 0x0832_8807_B4EB_6FED)
        #expect(hash("", "") == 0x3B53_D8EE_68ED_13D7)
        #expect(hash(nil, "") == 0xD668_B26E_8C5B_F97A)
        #expect(hash("", nil) == 0x512D_E6C8_9DA6_CD44)
        #expect(hash("order-1", "{\"id\":1}") == 0x92E1_6B81_6556_D1E8)
        #expect(hash("order-1{", "\"id\":1}") == 0xF1B3_A89E_E78D_5C26)
    }
}
