// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CSQLite

/// Tells SQLite to copy what is bound.
private var transient: sqlite3_destructor_type? { unsafe unsafeBitCast(-1, to: sqlite3_destructor_type?.self) }

extension Statement {
    /// The number of the highest parameter.
    public var parameterCount: Int32 { unsafe sqlite3_bind_parameter_count(handle) }

    /// The name of a parameter as written, such as `:id`; nil for `?`; parameters count from 1.
    public func parameterName(_ index: Int32) -> String? {
        unsafe sqlite3_bind_parameter_name(handle, index).map { unsafe String(cString: $0) }
    }

    /// The number of the parameter of that name, 0 if there is none.
    public func parameterIndex(_ name: String) -> Int32 {
        unsafe sqlite3_bind_parameter_index(handle, name)
    }

    /// Binds NULL; parameters count from 1.
    public func bindNull(_ index: Int32) {
        check(unsafe sqlite3_bind_null(handle, index))
    }

    /// Binds an integer.
    public func bind(_ index: Int32, _ value: Int64) {
        check(unsafe sqlite3_bind_int64(handle, index, value))
    }

    /// Binds a real.
    public func bind(_ index: Int32, _ value: Double) {
        check(unsafe sqlite3_bind_double(handle, index, value))
    }

    /// Binds a copy of a text.
    public func bind(_ index: Int32, _ value: String) {
        var value = value
        let code = value.withUTF8 { utf8 in
            unsafe utf8.withMemoryRebound(to: CChar.self) { text in
                // An empty string's buffer may have no address, and a null pointer would bind NULL.
                guard let start = text.baseAddress else {
                    return unsafe sqlite3_bind_text(handle, index, "", 0, transient)
                }
                return unsafe sqlite3_bind_text(handle, index, start, Int32(text.count), transient)
            }
        }
        check(code)
    }

    /// Binds a copy of bytes as a blob.
    public func bind(_ index: Int32, blob: [UInt8]) {
        let code = unsafe blob.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress, bytes.count > 0 else {
                return unsafe sqlite3_bind_zeroblob(handle, index, 0)
            }
            return unsafe sqlite3_bind_blob64(handle, index, start, UInt64(bytes.count), transient)
        }
        check(code)
    }

    /// Binds text without copying it: the bytes must stay as they are until the next `reset` or binding.
    @unsafe
    public func bind(_ index: Int32, borrowedText bytes: UnsafeRawBufferPointer) {
        let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        check(
            unsafe sqlite3_bind_text64(
                handle, index, start, UInt64(bytes.count), nil, UInt8(SQLITE_UTF8)))
    }

    /// Binds a blob without copying it: the bytes must stay as they are until the next `reset` or binding.
    @unsafe
    public func bind(_ index: Int32, borrowedBlob bytes: UnsafeRawBufferPointer) {
        check(unsafe sqlite3_bind_blob64(handle, index, bytes.baseAddress, UInt64(bytes.count), nil))
    }

    private func check(_ code: Int32) {
        // Parameters' numbers are ours; what is bound is bounded long before SQLite's limit of a billion bytes.
        precondition(code == SQLITE_OK || code == SQLITE_NOMEM, "a parameter that the statement does not have")
    }
}
