// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

extension SelectParser {
    /// How tight operators bind, from loose to tight, as in SQLite's grammar.
    enum Level: Int, Comparable {
        case or = 1
        case and, not, equality, comparison, escape, bits, sum, product, concatenation, collation, sign

        static func < (one: Level, other: Level) -> Bool { one.rawValue < other.rawValue }

        /// The next tighter one: what a left-associative operator's right side starts at.
        var tighter: Level { Level(rawValue: rawValue + 1) ?? .sign }
    }

    private static let symbols: [String: Level] = [
        "=": .equality, "==": .equality, "<>": .equality, "!=": .equality, "<": .comparison, "<=": .comparison,
        ">": .comparison, ">=": .comparison, "&": .bits, "|": .bits, "<<": .bits, ">>": .bits, "+": .sum, "-": .sum,
        "*": .product, "/": .product, "%": .product, "||": .concatenation, "->": .concatenation, "->>": .concatenation,
    ]
    private static let words: [String: Level] = [
        "or": .or, "and": .and, "is": .equality, "like": .equality, "glob": .equality, "match": .equality,
        "regexp": .equality, "between": .equality, "in": .equality, "isnull": .equality, "notnull": .equality,
        "collate": .collation,
    ]

    /// An expression whose operators bind at least as tight as `least`.
    mutating func expression(_ least: Level = .or) throws(SelectFault) -> SQLExpression {
        let outer = tallest
        tallest = 0
        let result = try deeper { parser throws(SelectFault) in
            var left = try parser.operand()
            var height = parser.tallest + 1
            while let level = parser.operatorLevel, level >= least {
                parser.tallest = 0
                left = try parser.operation(left, level)
                height = max(height, parser.tallest) + 1
                guard height <= Self.depthMax else { throw parser.tooDeep }
            }
            parser.tallest = height
            return left
        }
        tallest = max(outer, tallest)
        return result
    }

    /// How tight the operator that comes next binds; nil if none comes.
    private var operatorLevel: Level? {
        guard let token = current else { return nil }
        if token.kind == .symbol { return Self.symbols[token.text] }
        guard token.kind == .word else { return nil }
        let word = SQLName.folded(token.text)
        guard word == "not" else { return Self.words[word] }
        let next = peek(1).map { SQLName.folded($0.text) } ?? ""
        return ["null", "like", "glob", "match", "regexp", "between", "in"].contains(next) ? .equality : nil
    }

    /// What an operator makes of what stands before it.
    private mutating func operation(_ left: SQLExpression, _ level: Level) throws(SelectFault) -> SQLExpression {
        guard let token = current else { return left }
        position += 1
        let node: SQLExpression.Node
        if token.kind == .symbol || level < .not {
            node = .infix(token.text.uppercased(), left, try expression(level.tighter))
        } else if token.isWord("collate") {
            node = .collate(left, try name("a collation"))
        } else if token.isWord("isnull") || token.isWord("notnull") {
            node = .postfix(token.text.uppercased(), left)
        } else if token.isWord("is") {
            node = .infix(isSpelling(), left, try expression(.comparison))
        } else {
            let isNot = token.isWord("not")
            if isNot, take("null") {
                node = .postfix("NOT NULL", left)
            } else {
                if isNot { position += 1 }
                node = try wordOperation(left, isNot: isNot)
            }
        }
        return SQLExpression(node, at: left.offset, end: taken)
    }

    private mutating func isSpelling() -> String {
        if take("not", "distinct", "from") { return "IS NOT DISTINCT FROM" }
        if take("distinct", "from") { return "IS DISTINCT FROM" }
        return take("not") ? "IS NOT" : "IS"
    }

    /// LIKE and its kind, BETWEEN and IN, whose word was taken.
    private mutating func wordOperation(_ left: SQLExpression, isNot: Bool) throws(SelectFault) -> SQLExpression.Node {
        let word = tokens[position - 1].text.uppercased()
        switch word {
        case "BETWEEN":
            let low = try expression(.not)
            try expect("and")
            return .between(left, isNot: isNot, low, try expression(.comparison))
        case "IN":
            guard takeSymbol("(") else {
                throw unsupported(
                    tokens[position - 1].offset, "IN with a table", hint: "IN (SELECT column FROM table)")
            }
            if sees("select") || sees("with") || sees("values") {
                let select = try subselect()
                try expectSymbol(")")
                return .inSelect(left, isNot: isNot, select)
            }
            let list = seesSymbol(")") ? [] : try expressions()
            try expectSymbol(")")
            return .inList(left, isNot: isNot, list)
        default:
            let pattern = try expression(.comparison)
            let escape = take("escape") ? try expression(.comparison) : nil
            return .like(word, isNot: isNot, left, pattern, escape: escape)
        }
    }

    /// A sign with what it stands before, or what stands alone.
    private mutating func operand() throws(SelectFault) -> SQLExpression {
        let start = offset
        guard let token = current else { throw unexpected(nil, "an expression") }
        if token.kind == .symbol, ["-", "+", "~"].contains(token.text) {
            position += 1
            return SQLExpression(.prefix(token.text, try expression(.sign)), at: start, end: taken)
        }
        if take("not") {
            return SQLExpression(.prefix("NOT", try expression(.equality)), at: start, end: taken)
        }
        let node = try primary(token)
        return SQLExpression(node, at: start, end: taken)
    }
}
