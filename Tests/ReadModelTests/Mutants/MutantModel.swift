// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import Mutants
import ReadModel
import SQLite
import Testing

/// A generation of `MutantProjection` that holds what cannot be applied.
final class MutantModel {
    /// A mutant at its place in the log.
    struct Delivered {
        var mutant: Mutant
        var offset: Int64
    }

    private(set) var writer: ModelWriter
    private let projection: Projection
    private let file: GenerationFile
    private let folder: TemporaryFolder
    private var decoders: [RecordDecoder]
    private let batch = EventBatch()
    private let raw = RawBatch()
    private var uncommitted: [Delivered] = []

    /// `isCareful` as of the writer.
    init(isCareful: Bool) throws {
        projection = try Definitions.read(MutantProjection.text(prefix: ""))
        folder = try TemporaryFolder()
        file = GenerationFile(path: folder.path + "/mutants.g1.sqlite", number: 1)
        try file.create(for: projection)
        writer = try ModelWriter(file: file, projection: projection, isCareful: isCareful)
        decoders = writer.plans.map { RecordDecoder(plan: $0) }
        let partitions = MutantProjection.topics.enumerated().flatMap { source, topic in
            (0..<topic.partitions).map {
                PartitionPosition(topic: topic.name, partition: $0, source: source, first: 0)
            }
        }
        try writer.add(partitions)
    }

    /// Opens the file again; what was not committed is gone.
    func reopen(isCareful: Bool = false) throws {
        writer = try ModelWriter(file: file, projection: projection, isCareful: isCareful)
        decoders = writer.plans.map { RecordDecoder(plan: $0) }
    }

    /// The place of a record's partition among the positions.
    func place(of mutant: Mutant) throws -> Int {
        try #require(
            writer.positions.firstIndex { $0.source == mutant.source && $0.partition == mutant.partition })
    }

    /// Applies records as one batch.
    func put(_ records: [Delivered]) throws {
        uncommitted += records
        do { try apply(records) } catch is ModelWriter.NeedsCare { try applyCarefully() }
    }

    /// Commits what was applied.
    func commit() throws {
        do {
            try writer.commit()
        } catch is ModelWriter.NeedsCare {
            try applyCarefully()
            try writer.commit()
        }
        uncommitted.removeAll()
    }

    /// As the daemon does where a row may be another partition's.
    private func applyCarefully() throws {
        try reopen(isCareful: true)
        try apply(uncommitted)
    }

    private func apply(_ records: [Delivered]) throws {
        batch.removeAll()
        raw.records.removeAll()
        for record in records {
            let mutant = record.mutant
            let names = writer.plans[mutant.source].headers
            for header in mutant.headers {
                guard let index = names.firstIndex(of: header.name) else { continue }
                if let value = header.value {
                    decoders[mutant.source].setHeader(index, copying: value)
                } else {
                    decoders[mutant.source].setHeader(index, nil)
                }
            }
            unsafe decoders[mutant.source].decode(
                key: mutant.key?.span.bytes, value: mutant.value?.span.bytes, offset: record.offset,
                timestampMs: mutant.timestampMs, partition: UInt16(try place(of: mutant)), into: batch)
            raw.records.append(RawRecord(mutant))
        }
        try writer.apply(batch, raw: raw)
    }

    /// All rows of a table, with the columns that are ours, sorted.
    func rows(of table: String) throws -> [String] {
        try Model.rows("SELECT * FROM \"\(table)\"", in: file.path).sorted()
    }

    /// What is held, without what depends on how it fell into batches.
    func held() throws -> [String] {
        try Model.rows(
            "SELECT topic, partition, \"offset\", key, hash, code, message, failed FROM _held ORDER BY 1, 2, 3",
            in: file.path)
    }

    /// The number of held records by topic and cause.
    func causes() throws -> [String] {
        try Model.rows(
            "SELECT topic || ' ' || coalesce(code, 'waiting') || ' ' || count(*) FROM _held GROUP BY topic, code",
            in: file.path)
    }

    /// What became of all records, by partition.
    var accounts: [String: Accounting] {
        Dictionary(uniqueKeysWithValues: writer.positions.map { ("\($0.topic)/\($0.partition)", $0.accounting) })
    }
}

extension RawRecord {
    /// The bytes of a mutant.
    fileprivate init(_ mutant: Mutant) {
        let headers = mutant.headers.map { Header(name: $0.name, value: $0.value) }
        unsafe self.init(key: mutant.key?.span.bytes, value: mutant.value?.span.bytes, headers: headers)
    }
}
