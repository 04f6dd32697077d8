// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events

/// Reads from a record's key alone which rows of a table it names, as a tombstone of that key would delete them.
final class RecordKeyReader {
    private let program: SourceProgram
    private let decoder: RecordDecoder
    private let batch = EventBatch()

    /// Prepares the reading of one source's keys.
    init(_ projection: Projection, source: Int) {
        var compiler = ProgramCompiler(projection: projection, constants: ByteArena())
        program = compiler.compile(source: source)
        decoder = RecordDecoder(plan: program.plan)
    }

    /// The values of the table's first `count` key columns; nil if the key does not give them.
    func values(of key: [UInt8], table: Int, count: Int) -> [StoredValue]? {
        guard let step = program.tombstoneSteps.first(where: { $0.table == table }) else { return nil }
        batch.removeAll()
        unsafe decoder.decode(
            key: key.span.bytes, value: nil, offset: 0, timestampMs: 0, partition: 0, into: batch)
        guard let record = batch.records.first, record.fate == .tombstone else { return nil }
        let first = Int(record.firstCell) + step.firstKeySlot
        var values: [StoredValue] = []
        for index in 0..<count {
            guard first + index < batch.cellCount, let value = value(at: first + index) else { return nil }
            values.append(value)
        }
        return values
    }

    private func value(at index: Int) -> StoredValue? {
        let cell = unsafe batch.cells[index]
        switch cell.kind {
        case .integer: return .integer(cell.payload)
        case .real: return .real(cell.real)
        case .text: return .text(batch.string(of: cell))
        case .blob:
            let bytes = unsafe UnsafeBufferPointer(start: batch.arena + Int(cell.payload), count: Int(cell.length))
            return unsafe .blob(Array(bytes))
        case .null, .bad, .unavailable: return nil
        }
    }
}
