// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CSQLite

extension Statement {
    /// The number of columns of a row.
    public var columnCount: Int32 { unsafe sqlite3_column_count(handle) }

    /// A column's name; columns count from 0.
    public func columnName(_ index: Int32) -> String {
        unsafe sqlite3_column_name(handle, index).map { unsafe String(cString: $0) } ?? ""
    }

    /// The table and column that a result column stands for; nil for an expression.
    public func columnOrigin(_ index: Int32) -> (table: String, column: String)? {
        guard let table = unsafe sqlite3_column_table_name(handle, index),
            let column = unsafe sqlite3_column_origin_name(handle, index)
        else { return nil }
        return unsafe (String(cString: table), String(cString: column))
    }

    /// The storage class of a value of the current row.
    public func kind(_ index: Int32) -> Kind {
        switch unsafe sqlite3_column_type(handle, index) {
        case SQLITE_INTEGER: .integer
        case SQLITE_FLOAT: .real
        case SQLITE_TEXT: .text
        case SQLITE_BLOB: .blob
        default: .null
        }
    }

    /// The value as an integer; ask for its kind first.
    public func integer(_ index: Int32) -> Int64 {
        unsafe sqlite3_column_int64(handle, index)
    }

    /// The value as a real; ask for its kind first.
    public func real(_ index: Int32) -> Double {
        unsafe sqlite3_column_double(handle, index)
    }

    /// The value as a string; ask for its kind first.
    public func text(_ index: Int32) -> String {
        withText(index) { bytes in
            unsafe bytes.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
        }
    }

    /// The bytes of a blob; ask for its kind first.
    public func blob(_ index: Int32) -> [UInt8] {
        withBlob(index) { bytes in
            unsafe bytes.withUnsafeBytes { unsafe Array($0) }
        }
    }

    /// The bytes of a text, valid inside `body` only.
    public func withText<Result>(_ index: Int32, _ body: (RawSpan) -> Result) -> Result {
        let start = unsafe sqlite3_column_text(handle, index)
        let count = Int(unsafe sqlite3_column_bytes(handle, index))
        return unsafe body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count).bytes)
    }

    /// The bytes of a blob, valid inside `body` only.
    public func withBlob<Result>(_ index: Int32, _ body: (RawSpan) -> Result) -> Result {
        let start = unsafe sqlite3_column_blob(handle, index)
        let count = Int(unsafe sqlite3_column_bytes(handle, index))
        return unsafe body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count).bytes)
    }

    /// Appends the bytes of a text to `bytes`.
    public func appendText(_ index: Int32, to bytes: inout [UInt8]) {
        let start = unsafe sqlite3_column_text(handle, index)
        let count = Int(unsafe sqlite3_column_bytes(handle, index))
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: start == nil ? 0 : count))
    }
}
