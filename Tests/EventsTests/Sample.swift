// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events
import Foundation

/// A record as Debezium 3.6 wrote it to Kafka, from PostgreSQL 15.
struct Sample: Decodable {
    struct Header: Decodable {
        var key: String
        var value: String?
    }

    var key: String?
    var value: String?
    var headers: [Header]

    /// The records of a file in `Samples`.
    static func all(_ name: String) throws -> [Sample] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let text = try Data(contentsOf: folder.appendingPathComponent("Samples/\(name).txt"))
        return try text.split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(Sample.self, from: $0) }
    }

    /// The names of all files in `Samples`.
    static func names() throws -> [String] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Samples")
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).map { String($0.dropLast(4)) }.sorted()
    }
}

extension RecordDecoder {
    func decode(_ sample: Sample, headers: [Int: String] = [:]) -> Decoded {
        decode(
            key: sample.key.map { Array($0.utf8) }, value: sample.value.map { Array($0.utf8) }, offset: 4,
            timestampMs: 1500, headers: headers)
    }
}

/// A plan of a change's columns.
func changePlan(
    _ columns: [(String, ValueType)], _ reading: DebeziumReading = DebeziumReading(),
    key: [(String, ValueType)] = [("id", .integer)], time: DecodePlan.TimeSelector = .record
) -> DecodePlan {
    let keys = [
        DecodePlan.KeyReading(
            columns: key.map { DecodePlan.KeyReading.Column(path: EventPath([.field($0.0)]), type: $0.1) },
            allowsScalar: key.count == 1)
    ]
    let keySlots = key.indices.map {
        DecodePlan.Slot(origin: .keyColumn(reading: 0, column: $0), type: key[$0].1)
    }
    let slots = columns.map { DecodePlan.Slot(origin: .body(EventPath([.field($0.0)])), type: $0.1) }
    return DecodePlan(
        source: 0, format: .debezium(reading), time: time, keys: keys,
        shapes: [DecodePlan.Shape(eventType: nil, slots: slots)],
        tombstone: keySlots + [DecodePlan.Slot(origin: .time, type: .timestamp)])
}
