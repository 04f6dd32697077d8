// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events
internal import SQLite

/// An expression that SQLite computes, and the slots of a record that are its event's fields.
struct SQLExpression {
    var sql: FoldSQL
    var slots: [Int]
}

/// The expressions of one table that SQLite computes, each a prepared statement on the row at hand.
final class SQLFold {
    private let statements: [(statement: Statement, slots: [Int], columns: [Int])]

    init(_ expressions: [SQLExpression], on connection: Connection) throws(SQLiteError) {
        var prepared: [(statement: Statement, slots: [Int], columns: [Int])] = []
        for expression in expressions {
            prepared.append(
                (try connection.prepare(expression.sql.text), expression.slots, expression.sql.columns))
        }
        statements = prepared
    }

    /// The slots of a record that an expression reads.
    func slots(_ number: Int) -> [Int] { statements[number].slots }

    /// Computes an expression; a text or blob of the result is put into `scratch`.
    func run(
        _ number: Int, record: CellView, row: CellView, scratch: ByteArena
    ) throws(RecordFault) -> Cell {
        let (statement, slots, columns) = statements[number]
        var parameter: Int32 = 1
        for slot in slots {
            unsafe statement.bind(parameter, record.cells[slot], texts: record.texts)
            parameter += 1
        }
        for column in columns {
            unsafe statement.bind(parameter, row.cells[column], texts: row.texts)
            parameter += 1
        }
        defer { statement.reset() }
        do {
            _ = try statement.step()
        } catch {
            throw RecordFault(.badResult, error.message)
        }
        return statement.cell(0, into: scratch)
    }
}

extension BulkStatement {
    /// Sets a column to a cell without copying its text, which must stay until the row is written.
    @inline(__always)
    func set(_ column: Int, _ cell: Cell, texts: UnsafePointer<UInt8>) {
        switch cell.rawKind {
        case CellKind.integer.rawValue: set(column, cell.payload)
        case CellKind.real.rawValue: set(column, cell.real)
        case CellKind.text.rawValue:
            unsafe set(column, borrowedText: texts + Int(cell.payload), count: Int(cell.length))
        case CellKind.blob.rawValue:
            unsafe set(column, borrowedBlob: texts + Int(cell.payload), count: Int(cell.length))
        default: setNull(column)
        }
    }
}

extension Statement {
    /// Binds a cell without copying its text: it must stay until the next `reset` or binding.
    @inline(__always)
    func bind(_ index: Int32, _ cell: Cell, texts: UnsafePointer<UInt8>) {
        switch cell.rawKind {
        case CellKind.integer.rawValue: bind(index, cell.payload)
        case CellKind.real.rawValue: bind(index, cell.real)
        case CellKind.text.rawValue:
            unsafe bind(
                index,
                borrowedText: UnsafeRawBufferPointer(start: texts + Int(cell.payload), count: Int(cell.length)))
        case CellKind.blob.rawValue:
            unsafe bind(
                index,
                borrowedBlob: UnsafeRawBufferPointer(start: texts + Int(cell.payload), count: Int(cell.length)))
        default: bindNull(index)
        }
    }

    /// A value of the current row as a cell; a text or blob is copied into `arena`.
    func cell(_ index: Int32, into arena: ByteArena) -> Cell {
        switch kind(index) {
        case .null: return .null
        case .integer: return .integer(integer(index))
        case .real: return .real(real(index))
        case .text:
            return withText(index) { bytes in
                Cell(payload: Int64(arena.append(bytes)), length: UInt32(bytes.byteCount), kind: .text)
            }
        case .blob:
            return withBlob(index) { bytes in
                Cell(payload: Int64(arena.append(bytes)), length: UInt32(bytes.byteCount), kind: .blob)
            }
        }
    }
}
