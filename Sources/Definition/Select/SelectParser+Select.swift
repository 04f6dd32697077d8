// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

extension SelectParser {
    /// A SELECT with all its arms, its ORDER BY and its LIMIT.
    mutating func select() throws(SelectFault) -> Select {
        try deeper { parser throws(SelectFault) in
            var select = Select(common: try parser.commonTables(), arms: [try parser.arm()])
            while let keepsRepeats = try parser.unionWord() {
                select.arms.append(try parser.arm())
                select.keepsRepeats.append(keepsRepeats)
            }
            if parser.take("order", "by") { select.order = try parser.orderTerms() }
            guard parser.take("limit") else { return select }
            let first = try parser.expression()
            if parser.takeSymbol(",") {
                select.skip = first
                select.limit = try parser.expression()
            } else {
                select.limit = first
                if parser.take("offset") { select.skip = try parser.expression() }
            }
            return select
        }
    }

    /// Whether UNION ALL comes, and not UNION; nil if neither does.
    private mutating func unionWord() throws(SelectFault) -> Bool? {
        for (word, test) in [("except", "NOT EXISTS"), ("intersect", "EXISTS")] where sees(word) {
            throw unsupported(
                offset, word.uppercased(), hint: "SELECT DISTINCT … WHERE \(test) (SELECT 1 FROM … WHERE …)")
        }
        guard take("union") else { return nil }
        return take("all")
    }

    private mutating func commonTables() throws(SelectFault) -> [CommonTable] {
        guard take("with") else { return [] }
        if sees("recursive"), peek(1)?.isWord("as") == false { position += 1 }
        var tables: [CommonTable] = []
        repeat {
            let start = offset
            var table = CommonTable(name: try name("a name"), select: Select(arms: []), at: start)
            if takeSymbol("(") {
                repeat { table.columns.append(try name("a name")) } while takeSymbol(",")
                try expectSymbol(")")
            }
            try expect("as")
            if !seesSymbol("("), let word = current {
                throw unsupported(word.offset, "'\(word.text)' here", hint: "AS (SELECT …)")
            }
            try expectSymbol("(")
            table.select = try subselect()
            try expectSymbol(")")
            tables.append(table)
        } while takeSymbol(",")
        return tables
    }

    /// A SELECT within another: its windows are its own.
    mutating func subselect() throws(SelectFault) -> Select {
        let outer = (windows, windowsEnd)
        defer { (windows, windowsEnd) = outer }
        return try select()
    }

    private mutating func arm() throws(SelectFault) -> SelectArm {
        if sees("values") { throw unsupported(offset, "VALUES", hint: "SELECT … FROM …") }
        guard sees("select") else {
            guard let token = current else { throw unexpected(nil, "SELECT") }
            let hint = "a view is SELECT … FROM …"
            throw SelectFault(
                .badView, at: token.offset, "a view is one SELECT, found \(Wording.quote(token.text))", hint: hint)
        }
        position += 1
        try readWindows()
        var arm = SelectArm(columns: [], from: [])
        arm.isDistinct = take("distinct")
        if !arm.isDistinct { _ = take("all") }
        repeat { arm.columns.append(try resultColumn()) } while takeSymbol(",")
        if take("from") { arm.from = try fromItems() }
        if take("where") { arm.condition = try expression() }
        if take("group", "by") { arm.group = try expressions() }
        if take("having") { arm.having = try expression() }
        if let end = windowsEnd, isWindowClause(position) { position = end }
        return arm
    }

    private mutating func resultColumn() throws(SelectFault) -> SelectArm.Column {
        let start = offset
        if takeSymbol("*") {
            return .init(SQLExpression(.column(item: nil, name: "*"), at: start, end: taken), name: "")
        }
        if isName(current, orText: true), seesSymbol(".", after: 1), seesSymbol("*", after: 2) {
            let item = try name("a name")
            position += 2
            return .init(SQLExpression(.column(item: item, name: "*"), at: start, end: taken), name: "")
        }
        let expression = try expression()
        return .init(expression, name: try alias() ?? "")
    }

    /// The name after AS, or without it.
    mutating func alias() throws(SelectFault) -> String? {
        if take("as") { return try name("a name") }
        guard isName(current, orText: true), let token = current, !isWindowClause(position) else { return nil }
        if token.kind == .word, Self.joinWords.contains(SQLName.folded(token.text)) { return nil }
        position += 1
        return token.name ?? token.stringValue
    }

    /// Expressions with commas between them.
    mutating func expressions() throws(SelectFault) -> [SQLExpression] {
        var list = [try expression()]
        while takeSymbol(",") { list.append(try expression()) }
        return list
    }

    /// The terms of an ORDER BY.
    mutating func orderTerms() throws(SelectFault) -> [OrderTerm] {
        var terms: [OrderTerm] = []
        repeat {
            var term = OrderTerm(try expression())
            if take("desc") { term.isDescending = true } else { _ = take("asc") }
            if take("nulls", "first") {
                term.nullsFirst = true
            } else if take("nulls", "last") {
                term.nullsFirst = false
            }
            terms.append(term)
        } while takeSymbol(",")
        return terms
    }
}
