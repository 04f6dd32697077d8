// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Finds the indexes that a query lacks, and tries them before it says so.
struct IndexAdvice {
    /// An index that may help.
    struct Index: Hashable {
        /// `table` or `view`.
        var kind: String
        /// The name of the table or view.
        var name: String
        var terms: [IndexTerms.Term]

        /// As it is written.
        fileprivate var text: String {
            let list = terms.map { $0.column + ($0.isDescending ? " desc" : "") }.joined(separator: ", ")
            return "index: [\"\(list)\"] to the \(kind) \(name)"
        }
    }

    /// The most indexes that are tried at once, where one does not help.
    private static let triedMax = 16

    let database: QueryDatabase
    let text: QueryText
    let order: QueryOrder

    /// What to write for a statement of that plan; nil if no index was found that helps.
    func hint(for statement: String, _ plan: QueryPlan) -> String? {
        var names: [String] = []
        for name in plan.scans.map(\.table) + database.relationsNamed where !names.contains(name) { names.append(name) }
        let found = names.flatMap(relations)
        for (kind, name, columns) in found {
            for terms in candidates(columns) {
                let index = Index(kind: kind, name: name, terms: terms)
                if helps([index], statement) { return "add \(index.text)" }
            }
        }
        return several(found, statement).map { all in
            "add " + all.map(\.text).joined(separator: ", and ")
        }
    }

    /// The table or the view of that name, and its columns.
    private func relations(_ name: String) -> [(kind: String, name: String, columns: [String])] {
        database.tables.filter { $0.name == name }.map { ("table", $0.name, TableShape($0).all.map(\.name)) }
            + database.views.filter { $0.name == name }.map { ("view", $0.name, $0.columns.map(\.name)) }
    }

    private func helps(_ indexes: [Index], _ statement: String) -> Bool {
        guard let better = database.plan(of: statement, with: indexes) else { return false }
        return better.isBounded || (!text.needsAllRows && better.isEndedByLimit)
    }

    /// Several indexes that help together, none of which can be left out.
    private func several(
        _ relations: [(kind: String, name: String, columns: [String])], _ statement: String
    ) -> [Index]? {
        var all: [Index] = []
        for (kind, name, columns) in relations {
            let terms = candidates(columns)
            let single = terms.flatMap { $0 }.map { [IndexTerms.Term(column: $0.column, isDescending: false)] }
            for terms in single + terms {
                let index = Index(kind: kind, name: name, terms: terms)
                if !all.contains(index) { all.append(index) }
            }
        }
        guard all.count <= Self.triedMax, helps(all, statement) else { return nil }
        for index in all.reversed() {
            let rest = all.filter { $0 != index }
            if helps(rest, statement) { all = rest }
        }
        return all
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
