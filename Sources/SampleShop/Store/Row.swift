// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A row that was read.
///
/// The statements are ours, so that a column of another type than asked for is our own fault.
struct Row: Sendable {
    let fields: [Field]

    func integer(_ index: Int) -> Int64 {
        guard case .integer(let value) = fields[index] else { preconditionFailure("column \(index) is no integer") }
        return value
    }

    func text(_ index: Int) -> String {
        guard let value = optionalText(index) else { preconditionFailure("column \(index) is null") }
        return value
    }

    func optionalText(_ index: Int) -> String? {
        switch fields[index] {
        case .null: nil
        case .text(let value): value
        case .integer: preconditionFailure("column \(index) is no text")
        }
    }
}
