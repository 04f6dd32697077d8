// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events

/// Writes random SELECTs over random relations, most of which a view may be.
struct SelectGenerator {
    /// A small generator whose seed makes a run again.
    struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state ^ (state >> 29)) &* 0x9E37_79B9_7F4A_7C15
        }
    }

    /// An item of a FROM that is in sight.
    private struct Item {
        var name: String
        var columns: [(name: String, type: ValueType)]
    }

    private static let types: [ValueType] = [
        .integer, .integer, .text, .decimal(scale: 2), .boolean, .timestamp, .real, .json,
    ]
    private static let names = ["a", "b", "c", "d", "e", "Order", "end", "left", "key", "the name", "x'y", "Filter"]

    var random: Seeded
    private(set) var relations: [Relation] = []
    private var aliases = 0
    /// Whether columns stand with their item just now, since not all items of the FROM are known yet.
    private var isAllQualified = false

    init(seed: UInt64) {
        random = Seeded(state: seed)
        for index in 0..<Int.random(in: 2...4, using: &random) {
            let names = ["id"] + Self.names.shuffled(using: &random).prefix(4)
            let columns = names.enumerated().map { place, name in
                Relation.Column(name, place == 0 ? .integer : pick(Self.types), isNullable: place > 0)
            }
            let key = chance(25) ? ["id", columns[1].name] : ["id"]
            relations.append(
                Relation(name: "t\(index)", kind: .table, columns: columns, key: chance(20) ? [] : key))
        }
    }

    // MARK: chances

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[Int.random(in: choices.indices, using: &random)]
    }

    private mutating func alias() -> String {
        aliases += 1
        return pick(["p\(aliases)", "q\(aliases)", "Row\(aliases)", "\"an alias \(aliases)\"", "first\(aliases)"])
    }

    private mutating func quoted(_ name: String) -> String {
        let needsQuotes = ["Order", "left", "the name", "x'y"].contains(name)
        if needsQuotes || chance(10) { return chance(80) || name.contains("'") ? "\"\(name)\"" : "[\(name)]" }
        return chance(20) ? name.uppercased() : name
    }

    // MARK: SELECTs

    /// A whole SELECT.
    mutating func select() -> String {
        aliases = 0
        var text = ""
        var extra: [Item] = []
        if chance(15) {
            let (select, columns) = part([])
            text = "WITH w0 AS (\(select)) "
            extra = [Item(name: "w0", columns: columns)]
        }
        let width = Int.random(in: 1...4, using: &random)
        let isUnion = chance(15)
        let (first, _) = arm(width, extra, outer: [], isKeyed: isUnion, needs: extra.first)
        text += first
        if isUnion {
            text += pick([" UNION ", " UNION ALL ", " union all "]) + arm(width, [], outer: [], isKeyed: true).text
        }
        if chance(15) {
            text += " ORDER BY \(Int.random(in: 1...width, using: &random))" + pick(["", " DESC", " desc NULLS LAST"])
        }
        if chance(10) { text += " LIMIT 5" + pick(["", " OFFSET 2"]) }
        return text + pick(["", "", "", ";", " -- end", "\n"])
    }

    /// A SELECT in a FROM, with its columns.
    private mutating func part(_ extra: [Item]) -> (text: String, columns: [(name: String, type: ValueType)]) {
        arm(Int.random(in: 1...3, using: &random), extra, outer: [], isKeyed: false)
    }

    private mutating func arm(
        _ width: Int, _ extra: [Item], outer: [Item], isKeyed: Bool, needs: Item? = nil
    ) -> (text: String, columns: [(name: String, type: ValueType)]) {
        var items: [Item] = []
        let from = from(&items, extra, needs)
        let scope = items
        var columns: [(name: String, type: ValueType)] = []
        var shown: [String] = []
        let isGrouped = chance(25)
        let isDistinct = isKeyed || chance(8)
        var keys: [String] = []
        for index in 0..<width {
            let name = "n\(index)"
            if isGrouped, index == 0 {
                keys = [chance(50) ? column(scope, of: nil).text : "CAST(\(expression(scope, 1)) AS TEXT)"]
                shown.append(keys[0] + " AS \(name)")
                columns.append((name, .text))
            } else if isGrouped {
                shown.append(aggregate(scope) + (chance(50) ? " AS " : " ") + name)
                columns.append((name, .integer))
            } else if isDistinct {
                shown.append("CAST(\(expression(scope, 2)) AS INTEGER) AS \(name)")
                columns.append((name, .integer))
            } else {
                shown.append((chance(8) ? window(scope) : expression(scope, 3)) + " AS \(name)")
                columns.append((name, .text))
            }
        }
        let star = !isGrouped && !isDistinct && !isKeyed && width == 1 && chance(25) ? pick(scope) : nil
        if let star {
            shown = [chance(50) && scope.count == 1 ? "*" : "\(star.name).*"]
            columns = star.columns
        }
        var text =
            "SELECT " + (isDistinct && !isKeyed ? "DISTINCT " : "") + shown.joined(separator: ", ") + " FROM " + from
        if chance(60) { text += " WHERE " + condition(scope) }
        if isGrouped {
            text += " GROUP BY " + pick([keys[0], "1", "n0"])
            if chance(30) { text += " HAVING \(aggregate(scope)) \(pick([">", "<=", "IS NOT"])) 3" }
        }
        if text.contains("OVER win") || text.contains("(win ORDER") {
            text += " WINDOW win AS (PARTITION BY \(column(scope, of: nil).text))"
        }
        return (text, columns)
    }

    private mutating func from(_ items: inout [Item], _ extra: [Item], _ needs: Item?) -> String {
        var text = ""
        let count = Int.random(in: 1...3, using: &random)
        for index in 0..<count {
            if index > 0 {
                text += pick([", ", " JOIN ", " LEFT JOIN ", " CROSS JOIN ", " inner join ", " LEFT OUTER JOIN "])
            }
            let name = alias()
            if index == 0, let needs {
                text += "w0 AS \(name)"
                items.append(Item(name: name, columns: needs.columns))
            } else if aliases < 6, chance(12) {
                let (select, columns) = part([])
                text += "(\(select)) \(name)"
                items.append(Item(name: name, columns: columns))
            } else {
                let relation = pick(relations)
                let columns = relation.columns.map { ($0.name, $0.type ?? .text) }
                let isAliased = chance(70) || items.contains { $0.name == relation.name }
                text += isAliased ? "\(relation.name)\(pick([" ", " AS "]))\(name)" : relation.name
                items.append(Item(name: isAliased ? name : relation.name, columns: columns))
            }
            if index > 0, !text.hasSuffix(", "), chance(80) {
                text += " ON \(column(items, of: nil, isQualified: true).text) = "
                text += column([items[items.count - 1]], of: nil, isQualified: true).text
                if chance(20) { text += " AND " + expression([items[items.count - 1]], 2, isQualified: true) }
            }
        }
        return text
    }

    private mutating func condition(_ scope: [Item]) -> String {
        var terms: [String] = []
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let relation = pick(relations)
            let inner = Item(name: alias(), columns: relation.columns.map { ($0.name, $0.type ?? .text) })
            let from = "\(relation.name) \(inner.name)"
            let own = column([inner], of: nil, isQualified: true).text
            let outer = column(scope, of: nil, isQualified: true).text
            switch Int.random(in: 0..<10, using: &random) {
            case 0:
                let more = chance(50) ? " AND " + expression([inner], 2) : ""
                let word = pick(["", "NOT "])
                terms.append(word + "EXISTS (SELECT 1 FROM \(from) WHERE \(own) = \(outer)\(more))")
            case 1: terms.append("\(outer) IN (SELECT \(own) FROM \(from))")
            case 2:
                let value = column([inner], of: nil, isQualified: true).text
                terms.append("(SELECT \(value) FROM \(from) WHERE \(outer) = \(own)) > \(expression(scope, 1))")
            default: terms.append(expression(scope, 3))
            }
        }
        let isPlain = !terms.contains { $0.contains(" IN (SELECT") }
        return terms.joined(separator: isPlain ? pick([" AND ", " OR ", " and "]) : " AND ")
    }

    // MARK: expressions

    private mutating func column(
        _ scope: [Item], of types: [ValueType]?, isQualified: Bool = false
    ) -> (text: String, type: ValueType) {
        let item = pick(scope)
        let fitting = item.columns.filter { types?.contains($0.type) ?? true }
        guard !fitting.isEmpty else { return ("1", .integer) }
        let column = pick(fitting)
        let folded = column.name.lowercased()
        let isUnique = scope.flatMap(\.columns).filter { $0.name.lowercased() == folded }.count == 1
        // A bare word could be a named result column or an outer one's; both are meant to be tried.
        if isUnique, !isQualified, !isAllQualified, chance(60) { return (quoted(column.name), column.type) }
        return ("\(item.name).\(quoted(column.name))", column.type)
    }

    private mutating func aggregate(_ scope: [Item]) -> String {
        let numbers = column(scope, of: [.integer, .boolean, .decimal(scale: 2)]).text
        let any = column(scope, of: nil).text
        let call = pick([
            "count(*)", "sum(\(numbers))", "avg(\(numbers))", "max(\(any))", "Min(\(any))", "count(DISTINCT \(any))",
            "count(\(any) NOTNULL OR \(any))", "total(\(numbers))",
            "sum(CASE WHEN \(expression(scope, 2)) THEN 1 ELSE 0 END)",
        ])
        return call + (chance(15) && !call.contains("DISTINCT") ? " FILTER (WHERE \(expression(scope, 1)))" : "")
    }

    private mutating func window(_ scope: [Item]) -> String {
        let key = column(scope, of: nil).text
        let order = column(scope, of: nil).text
        return pick([
            "row_number() OVER (PARTITION BY \(key) ORDER BY \(order) DESC)", "count(*) OVER win",
            "lag(\(order), 1) over (partition by \(key) order by \(order))",
            "max(\(order)) OVER (win ORDER BY \(order))",
            "sum(id) OVER (PARTITION BY \(key), \(order) ORDER BY \(order) ROWS BETWEEN 2 preceding AND CURRENT ROW)",
        ]).replacing("sum(id)", with: "count(*)")
    }

    private static let operators = [
        "+", "-", "*", "/", "%", "||", "&", "|", "<<", ">>", "<", "<=", ">", ">=", "=", "==", "<>", "!=", "IS",
        "is not", "IS DISTINCT FROM", "IS NOT DISTINCT FROM", "AND", "OR", "and", "or", "LIKE", "GLOB", "not like",
        "->>", "->", "LIKE 'a%' <", "not glob 'b' +", "LIKE substr('x_', 1, 2) || 'y' IS", "->> 'a' *",
        "-> 0 ->> '$.b' =",
        "|| json_array(1, 2) -> 1 ||", "+ -", "* - ", "- ~", "= NOT", "AND NOT", "OR not", "COLLATE nocase <",
        "NOT IN (1, 2) +", "BETWEEN 1 AND", "NOT BETWEEN 2 OR 1 AND", "ISNULL OR", "NOTNULL <", "NOT NULL =",
        "IN (3) <", "LIKE 'a' ESCAPE 'b' =", "IS TRUE AND", "IS NOT NULL IS",
    ].filter { !$0.contains("2 OR") }

    /// Operators between operands, with few parentheses, so that how tight they bind matters.
    mutating private func expression(_ scope: [Item], _ depth: Int, isQualified: Bool = false) -> String {
        let outer = isAllQualified
        defer { isAllQualified = outer }
        isAllQualified = isAllQualified || isQualified
        var text = pick(["", "", "", "NOT ", "- ", "~"]) + operand(scope, depth)
        for _ in 0..<Int.random(in: 0...depth, using: &random) {
            text += " \(pick(Self.operators)) \(operand(scope, depth))"
        }
        return text
    }

    private mutating func operand(_ scope: [Item], _ depth: Int) -> String {
        if chance(45) { return column(scope, of: nil).text }
        guard depth > 0 else { return pick(["1", "'x'", "NULL", "2.5", "x'0a'", "TRUE", "0x1f"]) }
        let inner = expression(scope, depth - 1)
        let other = expression(scope, depth - 1)
        return pick([
            "(\(inner))", "(\(inner))", "(\(inner))", "sign(\(inner))", "coalesce(\(inner), \(other))",
            "max(\(inner), 3)",
            "CASE \(inner) WHEN \(other) THEN 1 ELSE 2 END", "CASE WHEN \(inner) THEN \(other) END",
            "CAST(\(inner) AS INTEGER)", "cast(\(inner) as varchar(5))", "(\(inner)) COLLATE NOCASE",
            "iif(\(inner), 1, \(other))",
            "replace(\(inner), 'a', 'b')", "7", "'it''s'", "(\(inner)) IN (\(other), 1)", "json_extract('{}', '$.a')",
            "json_object('a', \(column(scope, of: nil).text)) -> 'a'",
        ])
    }
}
