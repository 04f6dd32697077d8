// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events
internal import ReadModel
internal import SQLite
internal import Synchronization

/// What is known of one query of one generation before it is asked.
final class QueryPlan: Sendable {
    /// The query's place in its projection.
    let index: Int
    let query: Query
    /// Where the generation's list of source sets has the query's.
    let sourceSet: Int
    let metrics: RequestMetrics
    /// Whether it once exceeded the small budget; then the slow pool runs it.
    let isSlow = Atomic<Bool>(false)
    private let columns: [ColumnWriter]
    private let parameterNumbers: [Int32]
    private let limitNumber: Int32
    private let lastBytes = Atomic<Int>(256)

    /// The size from which an answer takes no more rows, in bytes; the rows that are left are told as truncated.
    static let bytesMax = 8 * 1_024 * 1_024

    /// Prepares the query on one reader, to learn its parameters' numbers.
    init(
        _ query: Query, index: Int, sourceSet: Int, metrics: RequestMetrics, reader: ModelReader
    ) throws(SQLiteError) {
        self.query = query
        self.index = index
        self.sourceSet = sourceSet
        self.metrics = metrics
        columns = query.columns.enumerated().map { ColumnWriter($0.element, isFirst: $0.offset == 0) }
        let statement = try reader.statement(index)
        parameterNumbers = query.parameters.map { statement.parameterIndex(":" + $0.name) }
        limitNumber = statement.parameterIndex(":_limit")
    }

    /// The rows of an answer.
    struct Rows {
        var body: [UInt8]
        var sqlNs: UInt64
        var encodeNs: UInt64
    }

    /// Runs the query in the reader's snapshot and writes its rows.
    func run(_ reader: ModelReader, _ values: [StoredValue], limit: Int) throws(SQLiteError) -> Rows {
        var mark = MonotonicTime.nowNs
        var (sqlNs, encodeNs): (UInt64, UInt64) = (0, 0)
        let statement = try reader.statement(index)
        defer { statement.reset() }
        bind(statement, values, limit: limit)
        var buffer = JSONBuffer()
        buffer.reserve(lastBytes.load(ordering: .relaxed) + 64)
        buffer.raw("{\"rows\":[")
        var rows = 0
        var isTruncated = false
        while true {
            let isRow = try statement.step()
            let stepped = MonotonicTime.nowNs
            sqlNs += stepped - mark
            mark = stepped
            if !isRow { break }
            if rows == limit || buffer.bytes.count > QueryPlan.bytesMax {
                isTruncated = true
                break
            }
            write(statement, isFirst: rows == 0, to: &buffer)
            rows += 1
            mark = MonotonicTime.nowNs
            encodeNs += mark - stepped
        }
        buffer.raw(isTruncated ? "],\"truncated\":true}" : "],\"truncated\":false}")
        lastBytes.store(min(buffer.bytes.count, 64 * 1_024), ordering: .relaxed)
        return Rows(body: buffer.bytes, sqlNs: sqlNs, encodeNs: encodeNs)
    }

    private func write(_ statement: Statement, isFirst: Bool, to buffer: inout JSONBuffer) {
        if !isFirst { buffer.raw(",") }
        for index in columns.indices { columns[index].write(statement, Int32(index), to: &buffer) }
        buffer.raw("}")
    }

    private func bind(_ statement: Statement, _ values: [StoredValue], limit: Int) {
        for (number, value) in zip(parameterNumbers, values) where number > 0 {
            switch value {
            case .null: statement.bindNull(number)
            case .integer(let value): statement.bind(number, value)
            case .real(let value): statement.bind(number, value)
            case .text(let value): statement.bind(number, value)
            case .blob(let value): statement.bind(number, blob: value)
            }
        }
        // One more row than is given tells whether rows are left.
        statement.bind(limitNumber, Int64(limit) + 1)
    }
}
