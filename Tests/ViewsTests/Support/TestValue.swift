// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import SQLite

/// A value of a test's row.
enum TestValue: Hashable, CustomStringConvertible {
    case null
    case integer(Int64)
    case text(String)

    static func number(_ value: Int?) -> TestValue { value.map { .integer(Int64($0)) } ?? .null }
    static func word(_ value: String?) -> TestValue { value.map { .text($0) } ?? .null }

    func bind(to statement: Statement, _ index: Int32) {
        switch self {
        case .null: statement.bindNull(index)
        case .integer(let value): statement.bind(index, value)
        case .text(let value): statement.bind(index, value)
        }
    }

    var description: String {
        switch self {
        case .null: "NULL"
        case .integer(let value): "\(value)"
        case .text(let value): "'\(value)'"
        }
    }
}
