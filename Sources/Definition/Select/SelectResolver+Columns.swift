// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

extension SelectResolver {
    /// The result columns: `*` expanded, all with their names.
    mutating func columns(_ columns: [SelectArm.Column], _ role: Role) throws(SelectFault) -> [SelectArm.Column] {
        var result: [SelectArm.Column] = []
        for column in columns {
            if case .column(let item, "*") = column.expression.node {
                result += try expanded(item, column.expression)
                continue
            }
            var resolved = SelectArm.Column(try resolve(column.expression), name: column.name)
            if column.name.isEmpty { resolved.name = impliedName(resolved.expression) ?? "" }
            if resolved.name.isEmpty, role != .value {
                let term = source.term(column.expression)
                throw SelectFault(
                    .badView, at: column.expression.offset, "the result column \(Wording.quote(term)) has no name",
                    hint: "write \(term) AS name")
            }
            result.append(resolved)
        }
        if role != .value { checkNames(result) }
        return result
    }

    /// The name that SQLite gives a result column without AS; nil for what is no column.
    private func impliedName(_ expression: SQLExpression) -> String? {
        if case .column(_, let name) = expression.node { name } else { nil }
    }

    /// Notes result columns whose names stand twice, or are ours.
    mutating func checkNames(_ columns: [SelectArm.Column]) {
        var seen: Set<String> = []
        for column in columns {
            let offset = column.expression.offset
            if !seen.insert(SQLName.folded(column.name)).inserted {
                let isStar = source.isStar(column.expression)
                let hint = isStar ? "name the columns instead of *" : "… AS \(column.name)_2"
                let message = "two result columns are named '\(column.name)'"
                faults.append(SelectFault(.repeatedName, at: offset, message, hint: hint))
            }
            if let problem = NameRule.column.problem(column.name) {
                let message = "the result column's name '\(column.name)' \(problem)"
                faults.append(SelectFault(.badName, at: offset, message, hint: "… AS name, of letters, digits and _"))
            }
        }
    }

    private func expanded(_ item: String?, _ star: SQLExpression) throws(SelectFault) -> [SelectArm.Column] {
        let all = levels.last?.items ?? []
        let items = all.filter { candidate in item.map { SQLName.equal($0, candidate.name) } ?? true }
        guard !items.isEmpty else {
            throw SelectFault(.badView, at: star.offset, "no such table: \(item ?? "*")")
        }
        return items.flatMap { item in
            item.columns.map { column in
                let node = SQLExpression.Node.column(item: item.name, name: column.name)
                return SelectArm.Column(SQLExpression(node, at: star.offset, end: star.end), name: column.name)
            }
        }
    }

    /// The names by which expressions may name result columns: those of AS, and what `*` stands for.
    func aliases(
        _ written: [SelectArm.Column], _ resolved: [SelectArm.Column]
    ) -> [(name: String, expression: SQLExpression)] {
        let named = Set(written.filter { !$0.name.isEmpty }.map { SQLName.folded($0.name) })
        return resolved.filter { named.contains(SQLName.folded($0.name)) }.map { ($0.name, $0.expression) }
    }

    /// The terms of a GROUP BY or an ORDER BY: a whole number is a place, a bare name may be a result column's.
    mutating func terms(
        _ terms: [SQLExpression], _ columns: [SelectArm.Column], namesFirst: Bool
    ) throws(SelectFault) -> [SQLExpression] {
        var result: [SQLExpression] = []
        for term in terms {
            var resolved = try self.term(term, columns, namesFirst: namesFirst)
            if resolved.isConstant {
                let clause = namesFirst ? "ORDER BY" : "GROUP BY"
                throw SelectFault(
                    .unsupportedClause, at: term.offset, "a view cannot have a constant in \(clause)",
                    hint: "leave it out")
            }
            (resolved.offset, resolved.end) = (term.offset, term.end)
            result.append(resolved)
        }
        return result
    }

    private mutating func term(
        _ term: SQLExpression, _ columns: [SelectArm.Column], namesFirst: Bool
    ) throws(SelectFault) -> SQLExpression {
        if case .collate(let inner, let collation) = term.node, namesFirst {
            let resolved = try self.term(inner, columns, namesFirst: true)
            return SQLExpression(.collate(resolved, collation), at: term.offset, end: term.end)
        }
        if case .literal(let text) = term.node, let place = Int(text) {
            guard columns.indices.contains(place - 1) else {
                throw SelectFault(.badView, at: term.offset, "there is no result column \(text)")
            }
            return namesFirst ? Self.shown(columns[place - 1], of: columns) : columns[place - 1].expression
        }
        if namesFirst, case .column(nil, let name) = term.node,
            let alias = levels.last?.aliases.first(where: { SQLName.equal($0.name, name) })
        {
            let column = columns.first { SQLName.equal($0.name, alias.name) }
            return column.map { Self.shown($0, of: columns) } ?? alias.expression
        }
        return try resolve(term)
    }

    /// What stands for a result column in ORDER BY: its expression, or its name if a column after it is the same, which
    /// SQLite would take else.
    private static func shown(_ column: SelectArm.Column, of columns: [SelectArm.Column]) -> SQLExpression {
        let last = columns.last { $0.expression == column.expression }
        guard last?.name != column.name else { return column.expression }
        return SQLExpression(.column(item: nil, name: column.name))
    }

    /// The ORDER BY after several arms, whose terms are result columns; they keep their names, without an item.
    func compoundOrder(_ order: [OrderTerm], _ first: SelectArm) throws(SelectFault) -> [OrderTerm] {
        var result = order
        for (index, term) in order.enumerated() {
            result[index].expression = try compoundTerm(term.expression, first.columns)
        }
        return result
    }

    private func compoundTerm(
        _ term: SQLExpression, _ columns: [SelectArm.Column]
    ) throws(SelectFault) -> SQLExpression {
        var name: String?
        switch term.node {
        case .collate(let inner, let collation):
            let resolved = try compoundTerm(inner, columns)
            return SQLExpression(.collate(resolved, collation), at: term.offset, end: term.end)
        case .literal(let text):
            if let place = Int(text), columns.indices.contains(place - 1) { name = columns[place - 1].name }
        case .column(nil, let written): name = columns.first { SQLName.equal($0.name, written) }?.name
        default: break
        }
        guard let name else {
            throw SelectFault(
                .unsupportedClause, at: term.offset,
                "a view with UNION cannot have \(source.quote(term)) in ORDER BY", hint: "ORDER BY 1")
        }
        return SQLExpression(.column(item: nil, name: name), at: term.offset, end: term.end)
    }
}

extension SQLExpression {
    /// Whether it is a literal, maybe with signs and a collation: SQLite would take a number for a place.
    fileprivate var isConstant: Bool {
        switch node {
        case .literal: true
        case .prefix(_, let operand), .collate(let operand, _): operand.isConstant
        default: false
        }
    }
}
