// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events

/// Tells the columns and types of resolved SELECTs (R23).
public struct SelectTypes: Sendable {
    private let relations: [Relation]
    /// The common tables in sight, as relations.
    private var common: [Relation] = []

    /// Makes one for SELECTs over `relations`.
    public init(relations: [Relation]) {
        self.relations = relations
    }

    /// One that knows these common tables too.
    public func adding(_ tables: [CommonTable], within outer: SelectScope? = nil) -> SelectTypes {
        var types = self
        for table in tables {
            let columns = types.columns(of: table.select, within: outer)
            types.common.append(Relation(name: table.name, kind: .view, columns: columns, key: []))
        }
        return types
    }

    /// The columns of a SELECT's result.
    ///
    /// - Parameter outer: What it may name of the SELECTs around it.
    public func columns(of select: Select, within outer: SelectScope? = nil) -> [Relation.Column] {
        let types = adding(select.common, within: outer)
        let arms = select.arms.map { types.columns(of: $0, within: outer) }
        guard let first = arms.first else { return [] }
        return first.indices.map { index in
            let all = arms.compactMap { $0.indices.contains(index) ? $0[index].type : nil }
            let type = ExpressionType.common(all)
            return Relation.Column(first[index].name, type.type, isNullable: type.isNullable)
        }
    }

    private func columns(
        of arm: SelectArm, within outer: SelectScope?
    ) -> [(name: String, type: ExpressionType)] {
        let scope = scope(of: arm, within: outer)
        return arm.columns.map { ($0.name, type(of: $0.expression, in: scope, isGrouped: !arm.group.isEmpty)) }
    }

    /// What the expressions of an arm may name.
    public func scope(of arm: SelectArm, within outer: SelectScope? = nil) -> SelectScope {
        let items = arm.from.map { item in self.item(item, within: outer) }
        return SelectScope(items: items, outer: (outer?.items ?? []) + (outer?.outer ?? []))
    }

    /// An item of a FROM with its columns.
    func item(_ item: FromItem, within outer: SelectScope?) -> SelectScope.Item {
        var result = SelectScope.Item(name: item.name, columns: [], key: [], relation: nil)
        switch item.source {
        case .select(let select): result.columns = columns(of: select, within: outer)
        case .relation(let name):
            if let table = common.first(where: { SQLName.equal($0.name, name) }) {
                result.columns = table.columns
            } else if let relation = relations.first(where: { SQLName.equal($0.name, name) }) {
                result.columns = relation.columns
                result.key = relation.key
                result.relation = relation.name
            }
        }
        if item.join == .left { for index in result.columns.indices { result.columns[index].isNullable = true } }
        return result
    }

    /// The name of a relation or a common table in sight as it is declared; nil if there is none.
    func declaredName(_ name: String) -> String? {
        (common + relations).first { SQLName.equal($0.name, name) }?.name
    }

    /// What is known of an expression's values.
    ///
    /// - Parameter isGrouped: Whether its SELECT has a GROUP BY.
    public func type(
        of expression: SQLExpression, in scope: SelectScope, isGrouped: Bool = false
    ) -> ExpressionType {
        func type(_ part: SQLExpression) -> ExpressionType { self.type(of: part, in: scope, isGrouped: isGrouped) }
        switch expression.node {
        case .literal(let text): return Self.literal(text)
        case .column(let item, let name):
            guard let item, let column = scope.item(item)?.column(name) else { return .unknown }
            return ExpressionType(column.type, isNullable: column.isNullable)
        case .prefix(let sign, let operand): return Self.prefix(sign, type(operand))
        case .infix(let sign, let left, let right): return Self.infix(sign, type(left), type(right))
        case .postfix, .exists: return ExpressionType(.boolean, isNullable: false)
        case .like(_, _, let left, let pattern, _):
            return ExpressionType(.boolean, isNullable: type(left).isNullable || type(pattern).isNullable)
        case .between(let value, _, let low, let high):
            return ExpressionType(.boolean, isNullable: [value, low, high].contains { type($0).isNullable })
        case .inList(let value, _, let list):
            return ExpressionType(.boolean, isNullable: ([value] + list).contains { type($0).isNullable })
        case .inSelect: return ExpressionType(.boolean, isNullable: true)
        case .scalar(let select):
            return ExpressionType(columns(of: select, within: scope).first?.type, isNullable: true)
        case .choice(_, let choices, let otherwise):
            return .common(choices.map { type($0.then) } + [otherwise.map(type) ?? .null])
        case .cast(let value, let name):
            return ExpressionType(Self.affinity(name), isNullable: type(value).isNullable)
        case .collate(let value, _): return type(value)
        case .call(let call):
            return FunctionTypes.type(call, call.arguments.map(type), isGrouped: isGrouped)
        case .row: return .unknown
        }
    }
}
