// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events

/// A part of an expression: a token, or several that together are one value of the event or the file.
struct ExpressionPiece {
    /// What a part is.
    enum Kind {
        /// SQLite's to read.
        case token(SQLToken)
        /// A reference without a type around it.
        case untyped(EventReference)
        /// A typed value of the event.
        case field(EventField)
        /// A value of the file that is not as SQLite would read it, and how it is written for SQLite.
        case constant(StoredValue, ValueType, sql: String)
    }

    /// What it is.
    var kind: Kind
    /// Where it starts, in bytes from the start of the text.
    var offset: Int

    /// The token, if it is one.
    var token: SQLToken? {
        if case .token(let token) = kind { token } else { nil }
    }

    /// Whether it is that operator or sign.
    func isSymbol(_ symbol: String) -> Bool {
        token?.isSymbol(symbol) == true
    }

    /// The reference, if it has no type yet.
    var untyped: EventReference? {
        if case .untyped(let reference) = kind { reference } else { nil }
    }
}

extension Sequence<ExpressionPiece> {
    /// The places of the parentheses, nesting counted: calls `visit` with each part and the depth that it stands at.
    ///
    /// Both parentheses of a pair stand at the depth outside; what stands between CASE and END counts as one deeper.
    func forEachWithDepth(_ visit: (ExpressionPiece, Int) -> Void) {
        var depth = 0
        var cases = 0
        for piece in self {
            if piece.isSymbol(")") { depth -= 1 }
            // END may be a column's name where no CASE is open.
            if piece.token?.isWord("end") == true, cases > 0 { cases -= 1 }
            visit(piece, depth + cases)
            if piece.isSymbol("(") { depth += 1 }
            if piece.token?.isWord("case") == true { cases += 1 }
        }
    }
}
