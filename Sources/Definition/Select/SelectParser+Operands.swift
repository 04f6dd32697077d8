// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

extension SelectParser {
    private static let clocks: Set<String> = ["current_date", "current_time", "current_timestamp"]

    /// What stands between operators and is none itself.
    mutating func primary(_ token: SQLToken) throws(SelectFault) -> SQLExpression.Node {
        switch token.kind {
        case .string, .number, .blob:
            position += 1
            return .literal(token.text)
        case .symbol where token.text == "(": return try parenthesized()
        case .word:
            if let node = try keyword(token) { return node }
        default: break
        }
        guard isName(token) else { throw unexpected(token, "an expression") }
        if seesSymbol("(", after: 1) { return .call(try call()) }
        let name = try name("a name")
        guard takeSymbol(".") else { return .column(item: nil, name: name) }
        let column = try self.name("a column")
        if seesSymbol(".") {
            throw unsupported(token.offset, "a schema's name before a table", hint: "name the table alone")
        }
        return .column(item: name, name: column)
    }

    private mutating func parenthesized() throws(SelectFault) -> SQLExpression.Node {
        position += 1
        if sees("select") || sees("with") || sees("values") {
            let select = try subselect()
            try expectSymbol(")")
            return .scalar(select)
        }
        let list = try expressions()
        try expectSymbol(")")
        return list.count == 1 ? list[0].node : .row(list)
    }

    /// An operand that starts with a word of SQL's; nil if the word is a name.
    private mutating func keyword(_ token: SQLToken) throws(SelectFault) -> SQLExpression.Node? {
        let word = SQLName.folded(token.text)
        if Self.clocks.contains(word), !seesSymbol(".", after: 1) {
            throw SelectFault(
                .nondeterministic, at: token.offset, "'\(token.text)' differs from one run to the next",
                hint: "pass the time as a parameter of the query that reads the view")
        }
        switch word {
        case "null", "true", "false":
            guard word == "null" || !seesSymbol(".", after: 1) else { return nil }
            position += 1
            return .literal(token.text.uppercased())
        case "case":
            position += 1
            return try choice()
        case "cast" where seesSymbol("(", after: 1):
            position += 2
            return try cast()
        case "exists":
            position += 1
            try expectSymbol("(")
            let select = try subselect()
            try expectSymbol(")")
            return .exists(select)
        default: return nil
        }
    }

    private mutating func choice() throws(SelectFault) -> SQLExpression.Node {
        let base = sees("when") ? nil : try expression()
        var choices: [SQLChoice] = []
        repeat {
            try expect("when")
            let when = try expression()
            try expect("then")
            choices.append(SQLChoice(when: when, then: try expression()))
        } while sees("when")
        let otherwise = take("else") ? try expression() : nil
        try expect("end")
        return .choice(base: base, choices, otherwise: otherwise)
    }

    private mutating func cast() throws(SelectFault) -> SQLExpression.Node {
        let value = try expression()
        try expect("as")
        let start = offset
        var depth = 0
        while let token = current, depth > 0 || !token.isSymbol(")") {
            if token.isSymbol("(") { depth += 1 }
            if token.isSymbol(")") { depth -= 1 }
            position += 1
        }
        let type = source.slice(start, taken)
        try expectSymbol(")")
        return .cast(value, type)
    }

    private mutating func call() throws(SelectFault) -> SQLCall {
        var call = SQLCall(SQLName.folded(try name("a function")))
        try expectSymbol("(")
        if takeSymbol("*") {
            call.isStar = true
        } else if !seesSymbol(")") {
            call.isDistinct = take("distinct")
            if !call.isDistinct { _ = take("all") }
            call.arguments = try expressions()
        }
        try expectSymbol(")")
        if sees("filter"), seesSymbol("(", after: 1) {
            position += 2
            try expect("where")
            call.filter = try expression()
            try expectSymbol(")")
        }
        if sees("over"), seesSymbol("(", after: 1) || isName(peek(1), orText: true) {
            position += 1
            call.over = try window()
        }
        return call
    }
}
