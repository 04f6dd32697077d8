// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events

/// What a whole expression is to its column; ranges are places among the expression's parts.
enum ExpressionShape: Equatable {
    /// A single value.
    case value(Range<Int>)
    /// `col + e`.
    case add(Range<Int>)
    /// `col - e`.
    case subtract(Range<Int>)
    /// `min(col, e)`.
    case least(Range<Int>)
    /// `max(col, e)`.
    case greatest(Range<Int>)
    /// `coalesce` of several, the column among them.
    case coalesce([Range<Int>])
    /// None of these.
    case other

    /// Operators that bind as tightly as `+`, or less: with one of them in it, `col + e` is another tree.
    private static let looseSymbols: Set<String> = [
        "+", "-", "&", "|", "<<", ">>", "<", "<=", ">", ">=", "=", "==", "<>", "!=",
    ]
    private static let looseWords: Set<String> = [
        "and", "or", "not", "is", "in", "like", "glob", "match", "regexp", "between", "isnull", "notnull", "escape",
    ]

    /// The shape of an expression that is assigned to the column of that name.
    init(_ pieces: [ExpressionPiece], column: String) {
        let range = Self.unwrapped(pieces, 0..<pieces.count)
        func isColumn(_ index: Int) -> Bool {
            pieces[index].token?.name.map { SQLName.equal($0, column) } == true
        }
        if range.count == 1 || Self.isSignedNumber(pieces[range]) {
            self = .value(range)
        } else if range.count > 2, isColumn(range.lowerBound), Self.bindsTightly(pieces[range.dropFirst(2)]),
            let sign = pieces[range.lowerBound + 1].token?.text, sign == "+" || sign == "-"
        {
            let operand = Self.unwrapped(pieces, range.lowerBound + 2..<range.upperBound)
            self = sign == "+" ? .add(operand) : .subtract(operand)
        } else {
            self = Self.call(pieces, range, isColumn)
        }
    }

    private static func call(
        _ pieces: [ExpressionPiece], _ range: Range<Int>, _ isColumn: (Int) -> Bool
    ) -> ExpressionShape {
        guard range.count > 3, let word = pieces[range.lowerBound].token, word.kind == .word,
            pieces[range.lowerBound + 1].isSymbol("("), closes(pieces, range.lowerBound + 1, range.upperBound - 1)
        else { return .other }
        let arguments = split(pieces, range.lowerBound + 2..<range.upperBound - 1)
        let isFold = arguments.count == 2 && arguments[0].count == 1 && isColumn(arguments[0].lowerBound)
        switch SQLName.folded(word.text) {
        case "min" where isFold && !arguments[1].isEmpty: return .least(unwrapped(pieces, arguments[1]))
        case "max" where isFold && !arguments[1].isEmpty: return .greatest(unwrapped(pieces, arguments[1]))
        case "coalesce" where arguments.contains { $0.count == 1 && isColumn($0.lowerBound) }:
            return .coalesce(arguments.map { unwrapped(pieces, $0) })
        default: return .other
        }
    }

    /// Whether the parenthesis that opens at `open` is the one that closes at `close`.
    private static func closes(_ pieces: [ExpressionPiece], _ open: Int, _ close: Int) -> Bool {
        guard open < close, pieces[open].isSymbol("("), pieces[close].isSymbol(")") else { return false }
        var depth = 0
        for index in open..<close {
            if pieces[index].isSymbol("(") { depth += 1 }
            if pieces[index].isSymbol(")") { depth -= 1 }
            if depth == 0 { return false }
        }
        return true
    }

    /// A range without the parentheses around all of it.
    private static func unwrapped(_ pieces: [ExpressionPiece], _ range: Range<Int>) -> Range<Int> {
        var range = range
        while range.count > 2, closes(pieces, range.lowerBound, range.upperBound - 1) {
            range = range.lowerBound + 1..<range.upperBound - 1
        }
        return range
    }

    private static func split(_ pieces: [ExpressionPiece], _ range: Range<Int>) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = range.lowerBound
        var index = range.lowerBound
        pieces[range].forEachWithDepth { piece, depth in
            if piece.isSymbol(","), depth == 0 {
                parts.append(start..<index)
                start = index + 1
            }
            index += 1
        }
        return parts + [start..<range.upperBound]
    }

    private static func isSignedNumber(_ pieces: ArraySlice<ExpressionPiece>) -> Bool {
        guard pieces.count == 2, let sign = pieces.first, let number = pieces.last?.token else { return false }
        return (sign.isSymbol("-") || sign.isSymbol("+")) && number.kind == .number
    }

    /// Whether parts after `col +` are all of its right side: outside parentheses, only tighter operators stand.
    private static func bindsTightly(_ pieces: ArraySlice<ExpressionPiece>) -> Bool {
        var isTight = true
        var followsOperator = true
        pieces.forEachWithDepth { piece, depth in
            guard depth == 0, let token = piece.token else {
                followsOperator = false
                return
            }
            let isSign = token.isSymbol("+") || token.isSymbol("-")
            switch token.kind {
            case .symbol where looseSymbols.contains(token.text) && !(isSign && followsOperator): isTight = false
            case .word where looseWords.contains(SQLName.folded(token.text)): isTight = false
            default: break
            }
            followsOperator = token.kind == .symbol && ![")", "."].contains(token.text)
        }
        return isTight
    }
}
