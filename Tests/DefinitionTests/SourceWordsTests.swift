// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import Testing

/// What a source may say beside its topic.
struct SourceWordsTests {
    private func source(_ text: String, table: String? = nil) throws -> Source {
        let file = table.map { ProjectionSample.file(source: text, table: $0) } ?? ProjectionSample.file(source: text)
        return try #require(try ProjectionSample.read(file).sources.first)
    }

    @Test("R39: a change's time is in its source block, by default in milliseconds")
    func debezium() throws {
        let plain = try source("format: debezium")
        #expect(plain == Source(name: "s", topic: "t", format: .debezium, time: .source(.fields("ts_ms"))))
        let full = try source("format: debezium, time: $source.ts_ns, decimals: base64, times: micros")
        #expect(full.time == .source(.fields("ts_ns")))
        #expect(full.decimals == .base64)
        #expect(full.times == .micros)
        #expect(try source("format: debezium, time: header:at").time == .header("at"))
    }

    @Test("R39: a cloud event's type and time are its attributes, unless the file says otherwise")
    func cloudEvents() throws {
        let plain = try source("format: cloudevents")
        #expect(plain.type == .header("ce_type"))
        #expect(plain.time == .header("ce_time"))
        #expect(plain.id == nil)
        let full = try source("format: cloudevents, type: $.kind, time: $.at, id: header:ce_id")
        #expect(full.type == .body(.fields("kind")))
        #expect(full.time == .body(.fields("at")))
        #expect(full.id == .header("ce_id"))
        let table = "on: {s: {Placed: {set: {n: 1}}}}, key: {id: integer}, columns: {n: integer}"
        _ = try source("format: cloudevents", table: table)
    }

    @Test("R14: an id is looked for in the last hundred thousand offsets, or as many as the file says")
    func ids() throws {
        let plain = try source("id: header:id")
        #expect(plain.id == .header("id"))
        #expect(plain.repeats == 100_000)
        #expect(try source("id: $.meta.id, repeats: 10000000").repeats == 10_000_000)
        #expect(try source("id: $.meta.id").id == .body(.fields("meta.id")))
    }

    @Test("R4: cuts are the ends of partitions, the oldest first")
    func cuts() throws {
        let cuts = try source("cuts: [{0: 1234, 1: 1250}, {0: 2000, 1: 1250, 2: 0}]").cuts
        #expect(cuts == [[0: 1_234, 1: 1_250], [0: 2_000, 1: 1_250, 2: 0]])
    }

    @Test(
        "the share of failed records that stops a projection is in percent, or off",
        arguments: [
            ("", 0.01), ("held: {stop_above: 1%}", 0.01), ("held: {stop_above: 0.5%}", 0.005),
            ("held: {stop_above: 100%}", 1), ("held: {stop_above: 0%}", 0), ("held: {stop_above: off}", nil),
        ] as [(String, Double?)])
    func stopAbove(line: String, share: Double?) throws {
        #expect(try ProjectionSample.read(ProjectionSample.file() + line + "\n").stopAbove == share)
    }

    @Test(
        "a share that is none is told",
        arguments: [
            ("{stop_above: 1}", "9:20 bad-value: stop_above is a share from 0% to 100%, or off, found '1'"),
            ("{stop_above: 101%}", "9:20 bad-value: stop_above is a share from 0% to 100%, or off, found '101%'"),
            ("{stop_above: -1%}", "9:20 bad-value: stop_above is a share from 0% to 100%, or off, found '-1%'"),
            ("{stop_above: nan%}", "9:20 bad-value: stop_above is a share from 0% to 100%, or off, found 'nan%'"),
            ("off", "9:7 bad-value: held is a mapping, found 'off'"),
            ("{stop_abov: 1%}", "9:8 unknown-key: unknown key 'stop_abov' in held"),
            ("{}", "9:7 missing-key: held needs 'stop_above'"),
        ])
    func heldFaults(text: String, fault: String) {
        let faults = ProjectionSample.faults(ProjectionSample.file() + "held: \(text)\n")
        #expect(faults == [fault])
    }

    @Test(
        "what a source cannot say is told with its place",
        arguments: [
            ("format: avro", ["3:25 not-supported-yet: format 'avro' is not supported yet"]),
            ("format: debezium-avro", ["3:25 not-supported-yet: format 'debezium-avro' is not supported yet"]),
            ("format: debezum", ["3:25 bad-value: unknown format 'debezum'"]),
            (
                "format: debezium, type: $.op, id: header:id, repeats: 5",
                [
                    "3:35 bad-value: 'type' in a source of format debezium",
                    "3:47 bad-value: 'id' in a source of format debezium",
                    "3:62 bad-value: 'repeats' in a source of format debezium",
                ]
            ),
            (
                "decimals: text, times: nanos",
                [
                    "3:17 bad-value: 'decimals' in a source of format json",
                    "3:33 bad-value: 'times' in a source of format json",
                ]
            ),
            (
                "format: debezium, decimals: hex, times: [micros]",
                [
                    "3:45 bad-value: decimals is text, base64 or number, found 'hex'",
                    "3:57 bad-value: times is a text, found a list",
                ]
            ),
            (
                "format: debezium, time: $.updated_at",
                [
                    "3:41 bad-path: time is found in the source block of a change or a header, not in $.updated_at"
                ]
            ),
            ("format: debezium, time: $source.lsn", ["3:41 bad-path: $source.lsn is no time of a change"]),
            ("format: debezium, time: ts_ms", ["3:41 bad-path: time is $source.ts_ms or header:name, found 'ts_ms'"]),
            (
                "format: cloudevents, time: $source.ts_ms",
                ["3:44 bad-path: $source.ts_ms: only changes have a source block, format: debezium"]
            ),
            ("repeats: 7", ["3:17 bad-value: repeats: without id:"]),
            ("id: id", ["3:21 bad-path: id is header:name or $.path, found 'id'"]),
            ("id: $key", ["3:21 bad-path: id is found in a header or a field of the body, not in $key"]),
        ])
    func faults(text: String, faults: [String]) {
        #expect(ProjectionSample.faults(ProjectionSample.file(source: text)) == faults)
    }

    @Test("repeats has a limit", arguments: ["0", "10000001", "many"])
    func repeats(text: String) {
        let (_, diagnostics) = ProjectionReader.read(
            files: [("shop.yaml", ProjectionSample.file(source: "id: $.id, repeats: \(text)"))])
        #expect(diagnostics.map(\.message) == ["repeats is a number from 1 to 10000000, found '\(text)'"])
    }

    @Test(
        "R4: a cut that no topic can have had is told",
        arguments: [
            ("{0: 1}", "3:23 bad-value: cuts is a list of mappings, found a mapping"),
            ("[]", "3:23 bad-value: cuts is a list of mappings, found an empty one"),
            ("[5]", "3:24 bad-value: a cut is a mapping, found '5'"),
            ("[{a: 1}]", "3:25 bad-value: 'a' is no number of a partition"),
            ("[{-1: 1}]", "3:25 bad-value: '-1' is no number of a partition"),
            ("[{0: -1}]", "3:28 bad-value: the end of a partition is an offset, found '-1'"),
            ("[{0: 1, 2: 1}]", "3:24 bad-value: the cut lacks partition 1"),
            ("[{0: 5}, {0: 6}]", "3:32 bad-value: the cut has 1 partitions, the one before it has 1"),
            ("[{0: 5}, {0: 4, 1: 0}]", "3:32 bad-value: partition 0 ends before its end in the cut before"),
        ])
    func cutFaults(text: String, fault: String) {
        #expect(ProjectionSample.faults(ProjectionSample.file(source: "cuts: \(text)")) == [fault])
    }
}
