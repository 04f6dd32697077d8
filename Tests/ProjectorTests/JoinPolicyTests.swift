// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import Projector
import ReadModel
import Testing

/// How a joined column behaves while what it joins changes.
@Suite(.serialized) struct JoinPolicyTests {
    private static let guide = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/views.md")

    /// What a line of the guide's example says to send: topic, key and value.
    private static let records: [String: (topic: String, key: String, value: String?)] = [
        "order 1, placed at 10:00": ("orders", "1", order("10:00")),
        "the customer, Ann since 09:00": ("customers", "c", customer("Ann", "09:00")),
        "the customer, Eve since 11:00": ("customers", "c", customer("Eve", "11:00")),
        "order 2, placed at 12:00": ("orders", "2", order("12:00")),
        "order 3, placed at 10:30": ("orders", "3", order("10:30")),
        "the customer is deleted": ("customers", "c", nil),
    ]

    private static func order(_ time: String) -> String {
        #"{"customer":"c","placed_at":"2026-01-01T\#(time):00Z"}"#
    }

    private static func customer(_ name: String, _ time: String) -> String {
        #"{"name":"\#(name)","since":"2026-01-01T\#(time):00Z"}"#
    }

    private func shown(_ station: Station, _ view: String, _ column: String, generation: Int) throws -> String {
        try station.texts(
            "SELECT id || ': ' || coalesce(\(column), 'NULL') FROM \(view) ORDER BY id", generation: generation
        ).joined(separator: ", ")
    }

    /// What the three columns of the guide's table show.
    private func shown(_ station: Station, generation: Int = 1) throws -> [String] {
        [
            try shown(station, "order_page", "customer", generation: generation),
            try shown(station, "order_page", "customer_then", generation: generation),
            try shown(station, "known_order", "customer", generation: generation),
        ]
    }

    /// The example of docs/views.md: its projection, and its lines.
    private func example() throws -> (projection: String, lines: [[String]]) {
        let text = try String(contentsOf: Self.guide, encoding: .utf8)
        let part = try #require(text.components(separatedBy: "The three side by side:").last)
        let projection = part.components(separatedBy: "```")[1].dropFirst("yaml\n".count)
        let table = part.split(separator: "\n").drop { !$0.hasPrefix("| what arrives") }.prefix { $0.hasPrefix("|") }
        let lines = table.dropFirst(2).map { line in
            line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        return (String(projection), lines)
    }

    @Test("R15, R20: a joined column follows, stays as it was, or awaits, as the guide's example shows line by line")
    func sideBySide() throws {
        let (projection, lines) = try example()
        #expect(lines.map { $0[0] }.sorted() == Self.records.keys.sorted())
        let station = try Station(topics: ["orders": 1, "customers": 1])
        try station.start(projection)
        try station.waitUntilLive()
        var ends = ["orders": Int64(0), "customers": 0]
        for line in lines {
            let record = try #require(Self.records[line[0]])
            try station.send(record.key, record.value, topic: record.topic)
            try station.producer.flush(timeoutMs: 20_000)
            ends[record.topic, default: 0] += 1
            let (runner, ends) = (try station.runner(), ends)
            eventually("\(line[0]) is applied") {
                runner.board?.partitions.allSatisfy { $0.done == ends[$0.position.topic] } ?? false
            }
            #expect(try shown(station) == Array(line[1...]), "\(line[0])")
        }
        // A first build of the whole log gives the same.
        try station.runner().expectViewsRight()
        station.stop()
        try station.start(projection.replacing("AS customer_then", with: "AS customer_then, o.placed_at"))
        try station.waitUntilLive(2)
        #expect(try shown(station, generation: 2) == Array(lines[lines.count - 1][1...]))
    }
}
