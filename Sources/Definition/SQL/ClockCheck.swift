// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events

/// Finds calls of SQLite's date functions that would read the clock or the time zone.
///
/// They do so for the words `now`, `localtime` and `utc`, and without a time. So no text of unknown content goes into
/// them: a column or field of type text, which may be `now` one day, is refused there.
enum ClockCheck {
    static let functions: Set<String> = ["date", "datetime", "julianday", "strftime", "time", "unixepoch"]
    static let words: Set<String> = ["now", "localtime", "utc"]

    /// What a value inside of a call is.
    private enum Value {
        case text(String)
        case free(String)
        case other
    }

    /// The faults of an expression.
    static func faults(
        _ pieces: [ExpressionPiece], _ source: SQLText, _ columns: [TableShape.Column]
    ) -> [Diagnostic] {
        let free = freeNames(columns)
        return faults(pieces, source, hint: "$time is the event's time") { piece in
            switch piece.kind {
            case .field(let field): isFree(field.type) ? .free("a field of type \(field.type.name)") : .other
            case .token(let token): value(token, free)
            default: .other
            }
        }
    }

    /// The faults of a query over the columns, whose parameters are given by name.
    static func faults(
        _ tokens: [SQLToken], _ source: SQLText, _ columns: [TableShape.Column], _ parameters: [String: ValueType]
    ) -> [Diagnostic] {
        let free = freeNames(columns)
        let pieces = tokens.map { ExpressionPiece(kind: .token($0), offset: $0.offset) }
        return faults(pieces, source, hint: "pass the time as a parameter") { piece in
            guard let token = piece.token else { return .other }
            if token.kind == .parameter, let type = parameters[String(token.text.dropFirst())] {
                return isFree(type) ? .free("a parameter of type \(type.name)") : .other
            }
            return value(token, free)
        }
    }

    private static func freeNames(_ columns: [TableShape.Column]) -> Set<String> {
        Set(columns.filter { isFree($0.type) }.map { SQLName.folded($0.name) })
    }

    private static func isFree(_ type: ValueType) -> Bool {
        type == .text || type == .json || type == .blob
    }

    private static func value(_ token: SQLToken, _ free: Set<String>) -> Value {
        if let text = token.stringValue { return .text(SQLName.folded(text)) }
        if let name = token.name, free.contains(SQLName.folded(name)) { return .free("the text column \(name)") }
        return .other
    }

    private static func faults(
        _ pieces: [ExpressionPiece], _ source: SQLText, hint: String, _ value: (ExpressionPiece) -> Value
    ) -> [Diagnostic] {
        var faults: [Diagnostic] = []
        for (index, piece) in pieces.enumerated() {
            guard let token = piece.token, token.kind == .word, functions.contains(SQLName.folded(token.text)),
                index + 1 < pieces.count, pieces[index + 1].isSymbol("(")
            else { continue }
            let inside = arguments(pieces[(index + 2)...])
            func fault(_ offset: Int, _ message: String, _ hint: String) {
                faults.append(source.fault(.nondeterministic, at: offset, message, hint: hint))
            }
            let least = token.isWord("strftime") ? 2 : 1
            let commas = inside.count(where: { $0.depth == 0 && $0.piece.isSymbol(",") })
            if inside.isEmpty || commas + 1 < least {
                fault(piece.offset, "\(token.text) without a time reads the clock", hint)
            }
            for (part, _) in inside {
                switch value(part) {
                case .text(let text) where words.contains { text.contains($0) }:
                    fault(part.offset, "'\(text)' differs from one run to the next", hint)
                case .free(let what):
                    fault(part.offset, "\(what) in \(token.text) could be 'now'", "use a timestamp or a date")
                default: break
                }
            }
        }
        return faults
    }

    /// The parts up to the parenthesis that closes.
    private static func arguments(_ rest: ArraySlice<ExpressionPiece>) -> [(piece: ExpressionPiece, depth: Int)] {
        var inside: [(piece: ExpressionPiece, depth: Int)] = []
        var isOver = false
        rest.forEachWithDepth { piece, depth in
            if depth < 0 { isOver = true }
            if !isOver { inside.append((piece, depth)) }
        }
        return inside
    }
}
