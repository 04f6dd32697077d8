// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Testing

@testable import projectord

@Suite("Held records for people")
struct HeldTextTests {
    private func read<Report: Decodable>(_ type: Report.Type, _ json: String) throws -> Report {
        try HeldReport.read(type, AdminClient.Answer(status: 200, body: Data(json.utf8)))
    }

    private static let record = """
        "source": "orders", "key": "a\\u001b", "topic": "t", "partition": 3, "offset": 17, \
        "time": "2026-03-01T10:00:00.000000Z", "code": "bad-value", "message": "$.n: found `x`", "hint": "mend it"
        """

    @Test("the list shows each key with its cause, and what to do next")
    func list() throws {
        let json = #"{"projection": "shop", "keys": 2, "records": 5, "held": [{\#(Self.record), "waiting": 3}]}"#
        #expect(
            HeldText.list(try read(HeldReport.self, json), "shop") == """
                key      record  time                  code       waiting  cause
                a\\u{1b}  t/3@17  2026-03-01T10:00:00Z  bad-value        3  $.n: found `x`
                (2 keys, 5 records; the first 1 are shown)
                try: projectord held shop --show t/3@17

                """)
        let none = try read(HeldReport.self, #"{"projection": "shop", "keys": 0, "records": 0, "held": []}"#)
        #expect(HeldText.list(none, "shop") == "nothing is held\n")
    }

    @Test("a record is shown with all of it")
    func record() throws {
        let json = """
            {\(Self.record), "value_base64": "/w==", "headers": [{"name": "type", "value": null}]}
            """
        let record = try read(HeldReport.Record.self, json)
        #expect(
            HeldText.record(record, "shop") == """
                record  t/3@17
                source  orders
                key     a\\u{1b}
                time    2026-03-01T10:00:00.000000Z
                header  type: (null)
                value   base64 /w==
                cause   bad-value: $.n: found `x`
                hint    mend it
                try: projectord held shop --retry, or --skip t/3@17 --reason TEXT leaves it out for good

                """)
    }

    @Test("what came of an action is told in numbers")
    func outcome() throws {
        let done = #"{"done": true, "applied": 1200, "skipped": 1, "freed_keys": 1, "failed_keys": 2}"#
        #expect(
            HeldText.outcome(try read(HeldReport.Outcome.self, done))
                == "1 record skipped, 1,200 records applied, 1 key free again, 2 keys failed again\n")
        let decided = #"{"done": false, "applied": 0, "skipped": 0, "freed_keys": 0, "failed_keys": 0}"#
        #expect(HeldText.outcome(try read(HeldReport.Outcome.self, decided)).hasPrefix("decided"))
    }

    @Test("a record's place is read as it is written elsewhere")
    func places() throws {
        let place = try RecordPlace("shop.orders/3@1042")
        #expect(place.topic == "shop.orders" && place.partition == 3 && place.offset == 1_042)
        for text in ["", "a", "a/1", "a@1", "/1@2", "a/x@1", "a/1@-1", "a b/1@1", "a/-1@1"] {
            #expect(throws: CommandError.self, "\(text)") { try RecordPlace(text) }
        }
    }
}
