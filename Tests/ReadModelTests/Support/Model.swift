// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import ReadModel
import SQLite
import Testing

/// One generation in a folder of its own, fed with records as Kafka would deliver them.
final class Model {
    let projection: Projection
    let file: GenerationFile
    private(set) var writer: ModelWriter
    private let folder: TemporaryFolder
    private var decoders: [RecordDecoder]
    private let batch = EventBatch()
    /// Whether what cannot be applied is held.
    var holds = false
    /// What was decided; from the next `reopen` on.
    var decisions: DecisionLog?
    let raw = RawBatch()

    /// `partitions` are those of each source's topic; with `loadMemoryBytes` the file is loaded in bulk.
    init(
        _ projection: Projection, partitions: Int32 = 1, isCareful: Bool = false, loadMemoryBytes: Int? = nil,
        onPoint: @escaping (ModelWriter.Point) -> Void = { _ in }
    ) throws {
        self.projection = projection
        folder = try TemporaryFolder()
        file = GenerationFile(path: folder.path + "/shop.g1.sqlite", number: 1)
        if loadMemoryBytes == nil {
            try file.create(for: projection)
        } else {
            try file.createForLoad(of: projection)
        }
        writer = try ModelWriter(
            file: file, projection: projection, isCareful: isCareful,
            memoryBytes: loadMemoryBytes ?? ModelWriter.cacheBytesMax, onPoint: onPoint)
        decoders = writer.plans.map { RecordDecoder(plan: $0) }
        try writer.add(
            projection.sources.enumerated().flatMap { index, source in
                (0..<partitions).map {
                    PartitionPosition(topic: source.topic, partition: $0, source: index, first: 0)
                }
            })
    }

    convenience init(_ text: String, partitions: Int32 = 1, isCareful: Bool = false) throws {
        try self.init(Definitions.read(text), partitions: partitions, isCareful: isCareful)
    }

    /// Drops the writer, with what it did not commit, and opens the file again.
    func reopen(isCareful: Bool = false) throws {
        writer = try ModelWriter(file: file, projection: projection, isCareful: isCareful, decisions: decisions)
        decoders = writer.plans.map { RecordDecoder(plan: $0) }
    }

    /// The place of a partition in the writer's positions.
    func place(_ partition: Int32 = 0, source: Int = 0) throws -> Int {
        try #require(writer.positions.firstIndex { $0.source == source && $0.partition == partition })
    }

    /// A partition's position.
    func position(_ partition: Int32 = 0, source: Int = 0) throws -> PartitionPosition {
        writer.positions[try place(partition, source: source)]
    }

    /// Applies one record, by default the next of its partition.
    func put(_ record: Record) throws {
        try put([record])
    }

    /// Applies records as one batch, decoded and then changed as a test wants it.
    func put(_ records: [Record], change: (EventBatch) -> Void = { _ in }) throws {
        batch.removeAll()
        raw.records.removeAll()
        var next = writer.positions.map(\.next)
        for record in records {
            let place = try place(record.partition, source: record.source)
            next[place] = record.offset ?? next[place]
            if let type = record.type, let header = writer.plans[record.source].headers.firstIndex(of: "type") {
                let bytes = Array(type.utf8)
                unsafe decoders[record.source].setHeader(header, bytes.span.bytes)
            }
            let (key, value) = (record.key.map { Array($0.utf8) }, record.value.map { Array($0.utf8) })
            unsafe decoders[record.source].decode(
                key: key?.span.bytes, value: value?.span.bytes, offset: next[place],
                timestampMs: record.timestampMs, partition: UInt16(place), into: batch)
            raw.records.append(RawRecord(record))
            next[place] += 1
        }
        change(batch)
        try writer.apply(batch, raw: holds ? raw : nil)
    }

    /// The fault for which a record is not applied.
    func fault(_ record: Record) -> RecordFault? {
        let stopped = #expect(throws: ModelWriter.StoppedRecord.self) { try put(record) }
        return stopped?.fault
    }

    /// Applies records and commits them.
    func commit(_ records: Record...) throws {
        for record in records { try put(record) }
        try writer.commit()
    }

    /// The rows of a query as another program sees them, each as its values joined by commas.
    func rows(_ sql: String) throws -> [String] {
        try Model.rows(sql, in: file.path)
    }

    /// The declared columns of a table's rows, by key.
    func table(_ name: String) throws -> [String] {
        let table = try #require(projection.tables.first { $0.name == name })
        let columns = (table.key.map(\.name) + table.columns.map(\.name)).map { "\"\($0)\"" }.joined(separator: ", ")
        return try rows("SELECT \(columns) FROM \"\(name)\" ORDER BY \"\(table.key[0].name)\"")
    }

    static func rows(_ sql: String, in path: String) throws -> [String] {
        try rows(sql, on: Connection(path: path, mode: .readOnly))
    }

    static func rows(_ sql: String, on connection: Connection) throws -> [String] {
        let statement = try connection.prepare(sql)
        var rows: [String] = []
        while try statement.step() {
            let values = (0..<statement.columnCount).map { column in
                switch statement.kind(column) {
                case .null: "NULL"
                case .integer: String(statement.integer(column))
                case .real: String(statement.real(column))
                case .text: "'\(statement.text(column))'"
                case .blob: "x\(statement.blob(column))"
                }
            }
            rows.append(values.joined(separator: ", "))
        }
        return rows
    }
}
