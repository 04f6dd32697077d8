// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// Looks at a computed value before it is stored (R11): SQLite's own coercion is never used.
enum ResultCheck {
    /// The value as its column stores it, or nil if it does not fit.
    static func fit(_ cell: Cell, _ type: ValueType, texts: UnsafePointer<UInt8>) -> Cell? {
        if cell.isNull { return cell }
        switch (type, cell.kind) {
        case (.integer, .integer), (.decimal, .integer), (.text, .text), (.blob, .blob): return cell
        case (.real, .real): return cell.real.isFinite ? cell : nil
        case (.real, .integer):
            // An integer is a number (R10); one that a real cannot hold exactly does not fit.
            return Double(exactly: cell.payload).map { Cell.real($0) }
        case (.boolean, .integer): return cell.payload == 0 || cell.payload == 1 ? cell : nil
        case (.timestamp, .text), (.date, .text), (.json, .text):
            let bytes = unsafe UnsafeBufferPointer(start: texts + Int(cell.payload), count: Int(cell.length))
            let text = unsafe String(decoding: bytes, as: UTF8.self)
            guard case .success(.text(let canonical)) = type.parse(text), canonical.utf8.elementsEqual(text.utf8)
            else { return nil }
            return cell
        default: return nil
        }
    }
}
