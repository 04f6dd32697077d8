// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Testing

@testable import Events

@Suite struct IdentityTests {
    private static func decoder(_ id: DecodePlan.TypeSelector) -> RecordDecoder {
        RecordDecoder(
            plan: DecodePlan(source: 0, headers: ["id"], id: id, shapes: [DecodePlan.Shape(eventType: nil, slots: [])]))
    }

    private static func identity(_ key: String?, _ id: String) -> [Reading] {
        decoder(.header(0)).decode(key: key, "{}", headers: [0: id]).cells
    }

    @Test("R14: an event's identity is its record's key and its id, byte for byte")
    func identity() {
        let one = Self.identity("key", "id-1")
        #expect(one.count == 2)
        #expect(one == Self.identity("key", "id-1"))
        let others = [
            Self.identity("key", "id-2"), Self.identity("kez", "id-1"), Self.identity("keyi", "d-1"),
            Self.identity(nil, "id-1"), Self.identity("", "id-1"), Self.identity("key", ""),
            Self.identity("e\u{301}", "x"), Self.identity("é", "x"), Self.identity("12345678", "9"),
            Self.identity("123456789", ""), Self.identity("1234567", "89"),
        ]
        for (index, other) in others.enumerated() {
            #expect(other != one)
            #expect(!others[..<index].contains(other))
        }
    }

    @Test("R14: the identity is stored, so its hash stays what it is")
    func stays() {
        let stored: [Reading] = [.integer(-3_425_620_549_881_733_958), .integer(-4_454_054_738_448_946_759)]
        #expect(Self.identity("key", "id-1") == stored)
    }

    @Test("R14: an id in the body counts as one in a header, and one that is missing or no text is none")
    func places() throws {
        let inBody = Self.decoder(.body(try EventPath(parsing: "$.meta.id")))
        #expect(inBody.decode(key: "key", #"{"meta": {"id": "id-1"}}"#).cells == Self.identity("key", "id-1"))
        for body in ["{}", #"{"meta": {"id": null}}"#, #"{"meta": {"id": 5}}"#] {
            #expect(inBody.decode(key: "key", body).cells == [.null, .null])
        }
        #expect(Self.decoder(.header(0)).decode(key: "key", "{}").cells == [.null, .null])
        #expect(Self.decoder(.none).decode(key: "key", "{}").cells == [])
    }
}
