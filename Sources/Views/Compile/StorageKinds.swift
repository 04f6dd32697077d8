// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events

/// The storage classes that a value may have, beside NULL.
struct StorageKinds: OptionSet, Sendable {
    let rawValue: UInt8

    static let integer = StorageKinds(rawValue: 1)
    static let real = StorageKinds(rawValue: 2)
    static let text = StorageKinds(rawValue: 4)
    static let blob = StorageKinds(rawValue: 8)
    static let all: StorageKinds = [.integer, .real, .text, .blob]

    /// Whether 1 and 1.0 may both stand there, which are one key but not one value (R23).
    var isAmbiguous: Bool { isSuperset(of: [.integer, .real]) }

    /// What it becomes in arithmetic.
    var number: StorageKinds {
        isSubset(of: .integer) ? .integer : isSubset(of: .real) ? .real : [.integer, .real]
    }

    /// What a column of the type holds.
    init(_ type: ValueType?) {
        self =
            switch type {
            case .integer, .boolean, .decimal: .integer
            case .real: .real
            case .text, .json, .timestamp, .date: .text
            case .blob: .blob
            case nil: .all
            }
    }

    init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The declared type of a strict column that holds just these.
    var declared: String {
        switch self {
        case .integer: "INTEGER"
        case .real: "REAL"
        case .text: "TEXT"
        case .blob: "BLOB"
        default: "ANY"
        }
    }
}
