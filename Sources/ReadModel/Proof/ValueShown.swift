// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events
internal import SQLite

/// Stored values as operators read them.
enum ValueShown {
    /// The longest value that is shown whole, in characters: the list of differences is kept in memory.
    static let charactersMax = 200

    /// A value as text; nil for NULL.
    static func text(_ row: Statement, _ column: Int32, _ type: ValueType?) -> String? {
        switch row.kind(column) {
        case .null: return nil
        case .integer: return text(row.integer(column), type)
        case .real: return String(row.real(column))
        case .text: return cut(row.text(column))
        case .blob:
            let bytes = row.blob(column)
            let hexadecimal = bytes.prefix(charactersMax / 2).map { byte in
                let digits = String(byte, radix: 16)
                return digits.count == 1 ? "0" + digits : digits
            }
            return "x'" + hexadecimal.joined() + (bytes.count > charactersMax / 2 ? "…" : "'")
        }
    }

    private static func text(_ integer: Int64, _ type: ValueType?) -> String {
        switch type {
        case .boolean where integer == 0 || integer == 1: integer == 1 ? "true" : "false"
        case .decimal(let scale): DecimalText.string(integer, scale: scale)
        default: String(integer)
        }
    }

    private static func cut(_ text: String) -> String {
        text.count <= charactersMax ? text : text.prefix(charactersMax - 1) + "…"
    }

    /// Whether two values of a row are of one kind and the same, byte for byte.
    static func areSame(_ row: Statement, _ one: Int32, _ other: Int32) -> Bool {
        guard row.kind(one) == row.kind(other) else { return false }
        switch row.kind(one) {
        case .null: return true
        case .integer: return row.integer(one) == row.integer(other)
        case .real: return row.real(one).bitPattern == row.real(other).bitPattern
        case .text: return row.text(one).utf8.elementsEqual(row.text(other).utf8)
        case .blob: return row.blob(one) == row.blob(other)
        }
    }
}
