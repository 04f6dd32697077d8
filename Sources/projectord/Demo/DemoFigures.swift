// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Projector
internal import ReadModel
internal import SQLite

/// The live figures of the demo.
struct DemoFigures {
    /// The records of a partition from which no more orders are made.
    ///
    /// The mock keeps about 5 MB a partition, as produced. A relay that publishes one small batch at a time gets little
    /// from lz4: a record takes up to 400 bytes there with its batch's own head, so 4 MB are 10,000 records.
    static let partitionRecordsMax: Int64 = 10_000
    /// Over what time the rate is taken, in ticks of a quarter second.
    private static let rateTicks = 8

    private var history: [(time: ContinuousClock.Instant, delivered: Int64)] = []

    /// One line, under 80 columns.
    mutating func line(
        _ statuses: [ProjectionStatus.GenerationStatus], orders: Int, rows: Int64
    ) -> String {
        let delivered = statuses.reduce(0) { $0 + $1.delivered }
        history.append((.now, delivered))
        if history.count > Self.rateTicks { history.removeFirst() }
        let lag = statuses.compactMap(\.lag).max().map { Figures.seconds($0 / .seconds(1)) } ?? "unknown"
        let behind = statuses.compactMap(\.lagRecords).reduce(0, +)
        return "orders \(Figures.count(Int64(orders)))  rows \(Figures.count(rows))  "
            + "events \(Figures.count(delivered)) "
            + "(\(Figures.count(rate))/s)  lag \(lag), \(Figures.count(behind)) events"
    }

    /// The rows of all tables of the live generations.
    static func rows(_ generations: [Generation]) -> Int64 {
        generations.reduce(0) { sum, generation in
            let counts = generation.projection.tables.map { "(SELECT count(*) FROM \"\($0.name)\")" }
            let connection = try? Connection(path: generation.file.path, mode: .readOnly)
            return sum + (((try? connection?.integer("SELECT " + counts.joined(separator: " + "))) ?? nil) ?? 0)
        }
    }

    private var rate: Int64 {
        guard let first = history.first, let last = history.last, last.time > first.time else { return 0 }
        return Int64((Double(last.delivered - first.delivered) / ((last.time - first.time) / .seconds(1))).rounded())
    }

    /// A partition that holds about as much as the mock Kafka keeps; nil if none does.
    static func fullPartition(_ statuses: [ProjectionStatus.GenerationStatus]) -> String? {
        for partition in statuses.flatMap(\.partitions) where partition.logEnd ?? 0 >= partitionRecordsMax {
            return "\(partition.position.topic)/\(partition.position.partition)"
        }
        return nil
    }
}
