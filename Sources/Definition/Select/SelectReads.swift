// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What a resolved SELECT reads, to be held against what SQLite says it reads.
struct SelectReads {
    /// A column of a relation, both in lower case.
    struct Column: Hashable {
        var relation: String
        var name: String
    }

    /// The columns of relations that are named anywhere.
    private(set) var columns: Set<Column> = []
    /// The relations that stand in a FROM, in lower case.
    private(set) var relations: Set<String> = []

    init(_ select: Select, _ types: SelectTypes) {
        ArmVisit.all(of: select, types) { visit in
            relations.formUnion(visit.scope.items.compactMap { $0.relation.map(SQLName.folded) })
            for expression in visit.expressions {
                expression.walk { part in
                    guard case .column(let item?, let name) = part.node,
                        let relation = visit.scope.item(item)?.relation
                    else { return }
                    columns.insert(Column(relation: SQLName.folded(relation), name: SQLName.folded(name)))
                }
            }
        }
    }

    /// The column of a relation that an expression of an arm stands for; nil for what is none, and for what comes
    /// out of several arms.
    static func origin(
        of expression: SQLExpression, in arm: SelectArm, common: [CommonTable]
    ) -> Column? {
        guard case .column(let item?, let name) = expression.node,
            let source = arm.from.first(where: { SQLName.equal($0.name, item) })?.source
        else { return nil }
        switch source {
        case .select(let select): return origin(of: name, in: select, common: common)
        case .relation(let relation):
            if let index = common.lastIndex(where: { SQLName.equal($0.name, relation) }) {
                return origin(of: name, in: common[index].select, common: Array(common[..<index]))
            }
            return Column(relation: SQLName.folded(relation), name: SQLName.folded(name))
        }
    }

    private static func origin(
        of name: String, in select: Select, common: [CommonTable]
    ) -> Column? {
        guard select.arms.count == 1, let arm = select.arms.first,
            let column = arm.columns.first(where: { SQLName.equal($0.name, name) })
        else { return nil }
        return origin(of: column.expression, in: arm, common: common + select.common)
    }
}
