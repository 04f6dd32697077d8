// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Finds the index that a query lacks, and tries it before it says so.
struct IndexAdvice {
    let database: QueryDatabase
    let text: QueryText
    let order: QueryOrder

    /// What to write for a statement of that plan; nil if no index was found that helps.
    func hint(for statement: String, _ plan: QueryPlan) -> String? {
        var names: [String] = []
        for name in plan.scans.map(\.table) + database.relationsNamed where !names.contains(name) { names.append(name) }
        for table in database.tables where names.contains(table.name) {
            let columns = TableShape(table).all.map(\.name)
            if let hint = hint(for: statement, "table", table.name, columns) { return hint }
        }
        for view in database.views where names.contains(view.name) {
            if let hint = hint(for: statement, "view", view.name, view.columns.map(\.name)) { return hint }
        }
        return nil
    }

    private func hint(for statement: String, _ kind: String, _ name: String, _ columns: [String]) -> String? {
        for terms in candidates(columns) {
            guard let better = database.plan(of: statement, withIndex: terms, on: name) else { continue }
            let helps = better.isBounded || (!text.needsAllRows && better.isEndedByLimit)
            guard helps else { continue }
            let list = terms.map { $0.column + ($0.isDescending ? " desc" : "") }.joined(separator: ", ")
            return "add index: [\"\(list)\"] to the \(kind) \(name)"
        }
        return nil
    }

    /// Indexes that may help: the columns that are compared, then the order; the plainest conditions first.
    private func candidates(_ table: [String]) -> [[IndexTerms.Term]] {
        let plain = compared(table, isDeep: false, with: ["=", "==", "is", "in"])
        let deep = compared(table, isDeep: true, with: ["=", "==", "is", "in"])
        let ranges = compared(table, isDeep: true, with: ["<", "<=", ">", ">=", "between"])
        let ordered = order.terms.compactMap { term in
            column(term.column, table).map { IndexTerms.Term(column: $0, isDescending: term.isDescending) }
        }
        return [plain + ordered, plain + ranges, deep + ordered, deep + ranges, plain, deep].map(Self.unique)
            .filter { !$0.isEmpty }
    }

    private static func unique(_ terms: [IndexTerms.Term]) -> [IndexTerms.Term] {
        var seen: Set<String> = []
        return terms.filter { seen.insert($0.column).inserted }
    }

    private func column(_ name: String, _ table: [String]) -> String? {
        table.first { SQLName.equal($0, name) }
    }

    /// The table's columns that stand beside one of the operators.
    private func compared(_ table: [String], isDeep: Bool, with operators: Set<String>) -> [IndexTerms.Term] {
        let tokens = text.tokens
        var found: [IndexTerms.Term] = []
        for index in tokens.indices where isDeep || text.depths[index] == 0 {
            guard operators.contains(SQLName.folded(tokens[index].text)) else { continue }
            for side in [index - 1, index + 1] where tokens.indices.contains(side) {
                // `o.city` on the right: the name is two tokens further.
                let isQualified = side > index && side + 2 < tokens.count && tokens[side + 1].isSymbol(".")
                guard let name = tokens[isQualified ? side + 2 : side].name, let column = column(name, table) else {
                    continue
                }
                found.append(IndexTerms.Term(column: column, isDescending: false))
            }
        }
        return found
    }
}
