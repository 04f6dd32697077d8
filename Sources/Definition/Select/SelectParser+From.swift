// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

extension SelectParser {
    /// The items of a FROM.
    mutating func fromItems() throws(SelectFault) -> [FromItem] {
        var items = [try fromItem(.inner, "")]
        while let (join, spelling) = try joinWord() { items.append(try fromItem(join, spelling)) }
        return items
    }

    /// What joins the next item; nil if there is none.
    private mutating func joinWord() throws(SelectFault) -> (FromItem.Join, String)? {
        if takeSymbol(",") { return (.inner, ",") }
        let start = offset
        var words: [String] = []
        while let token = current, token.kind == .word, Self.joinWords.contains(SQLName.folded(token.text)) {
            words.append(token.text.uppercased())
            position += 1
        }
        guard take("join") else {
            guard words.isEmpty else { throw unexpected(current, "JOIN") }
            return nil
        }
        if words.contains("NATURAL") {
            throw unsupported(start, "NATURAL JOIN", hint: "JOIN … ON a.column = b.column, for each column")
        }
        if words.contains("FULL") {
            throw unsupported(
                start, "FULL JOIN", hint: "a LEFT JOIN b … UNION ALL SELECT … FROM b WHERE NOT EXISTS (… a …)")
        }
        if words.contains("RIGHT") {
            throw unsupported(start, "RIGHT JOIN", hint: "swap the sides: b LEFT JOIN a ON …")
        }
        if words.contains("LEFT") { return (.left, "LEFT JOIN") }
        return (.inner, (words + ["JOIN"]).joined(separator: " "))
    }

    private mutating func fromItem(_ join: FromItem.Join, _ spelling: String) throws(SelectFault) -> FromItem {
        let start = offset
        var item: FromItem
        if takeSymbol("(") {
            guard sees("select") || sees("with") || sees("values") else {
                throw unsupported(start, "parentheses around tables", hint: "a JOIN b ON … JOIN c ON …, without them")
            }
            let select = try subselect()
            try expectSymbol(")")
            guard let name = try alias() else {
                throw SelectFault(
                    .badView, at: start, "a SELECT in FROM has no name", hint: "(SELECT …) AS part")
            }
            item = FromItem(.select(select), name: name, join: join, spelling: spelling, at: start)
        } else {
            item = try relation(join, spelling)
        }
        if take("on") { item.condition = try expression() }
        if sees("using") {
            throw unsupported(offset, "USING", hint: "ON a.column = b.column, for each column")
        }
        return item
    }

    private mutating func relation(_ join: FromItem.Join, _ spelling: String) throws(SelectFault) -> FromItem {
        let start = offset
        let name = try name("a table")
        if seesSymbol(".") {
            position += 1
            let table = try self.name("a table")
            throw unsupported(start, "a schema's name before a table", hint: "write \(table)")
        }
        if seesSymbol("(") {
            throw unsupported(
                start, "a table function, '\(name)'", hint: "make rows of an array in a table, by each:")
        }
        let alias = try alias()
        if sees("indexed", "by") || sees("not", "indexed") {
            throw unsupported(offset, "INDEXED", hint: "leave it out")
        }
        return FromItem(.relation(name), name: alias ?? name, join: join, spelling: spelling, at: start)
    }
}
