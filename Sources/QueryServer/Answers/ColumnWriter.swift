// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events
internal import SQLite

/// How the values of one column are written as JSON (R35).
struct ColumnWriter {
    private enum Form {
        case asStored
        case boolean
        case decimal(scale: Int)
        case json
    }

    private let form: Form
    /// What stands before the value: `{"id":`, or `,"total":`.
    private let prefix: [UInt8]

    init(_ column: Query.ResultColumn, isFirst: Bool) {
        var buffer = JSONBuffer()
        buffer.raw(isFirst ? "{" : ",")
        buffer.name(column.name)
        prefix = buffer.bytes
        form =
            switch column.type {
            case .boolean: .boolean
            case .decimal(let scale): .decimal(scale: scale)
            case .json: .json
            default: .asStored
            }
    }

    /// Writes the value of the current row.
    func write(_ statement: Statement, _ index: Int32, to buffer: inout JSONBuffer) {
        buffer.raw(prefix)
        switch statement.kind(index) {
        case .null: buffer.raw("null")
        case .integer: write(statement.integer(index), to: &buffer)
        case .real: buffer.real(statement.real(index))
        case .text:
            if case .json = form {
                buffer.raw { statement.appendText(index, to: &$0) }
            } else {
                buffer.string { statement.appendText(index, to: &$0) }
            }
        case .blob: buffer.base64(statement.blob(index))
        }
    }

    private func write(_ value: Int64, to buffer: inout JSONBuffer) {
        switch form {
        case .boolean: buffer.raw(value == 0 ? "false" : "true")
        case .decimal(let scale): buffer.decimal(value, scale: scale)
        case .asStored, .json: buffer.integer(value)
        }
    }
}
