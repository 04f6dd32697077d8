// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events

@testable import Views

/// Random SELECTs over the tests' tables and the views before.
struct RandomViews {
    private var random: SeededRandom
    private var relations = TestTable.all.map(\.relation)
    private var views: [View] = []
    /// How many were refused, by code.
    private(set) var refused: [String: Int] = [:]

    /// One of each.
    private(set) var examples: [String: String] = [:]

    /// Columns that are joined by.
    private static let edges = [
        ("o.cid", "c.id"), ("i.oid", "o.id"), ("i.pid", "p.id"), ("e.boss", "e.id"), ("e.dept", "c.region"),
        ("e.dept", "o.status"), ("c.tier", "p.id"), ("o.amt", "i.qty"), ("e.boss", "e.boss"), ("o.cid", "o.cid"),
    ]

    init(seed: UInt64) { random = SeededRandom(seed &* 7 &+ 1) }

    /// Compiles as many views as are accepted of `count` random ones.
    mutating func compiled(_ count: Int) throws -> ViewProgram {
        var builder = try ProgramBuilder(relations)
        var objects: [String] = []
        for index in 0..<count {
            let sql = !views.isEmpty && random.isTrue(0.3) ? overView() : overTables()
            let view: View
            switch HandViews.read("v\(index)", sql, over: relations) {
            case .success(let read): view = read
            case .failure(let faults):
                refuse(sql, faults)
                continue
            }
            switch builder.add(view) {
            case .success(let own):
                objects += own
                views.append(view)
                relations.append(view.relation)
            case .failure(let faults): refuse(sql, faults)
            }
        }
        return ViewProgram(views, builder, objects, over: TestTable.all.map(\.relation))
    }

    private mutating func refuse(_ sql: String, _ faults: DiagnosticList) {
        let message = faults.all[0].message.split(separator: "'", maxSplits: 1)[0]
        let reason = "\(faults.all[0].code): \(message)"
        refused[reason, default: 0] += 1
        examples[reason] = sql
    }

    // MARK: Over tables

    private typealias Place = (relation: Relation, alias: String)

    private mutating func overTables() -> String {
        var places: [Place] = []
        let from = self.from(&places)
        let conditions = self.conditions(places)
        let condition = conditions.isEmpty ? "" : " where " + conditions.joined(separator: " and ")
        if random.isTrue(0.1) { return overGroups(places, "\(from)\(condition)") }
        if random.isTrue(0.45) {
            let values = (0...random.below(4)).map { "\(value(places)) as x\($0)" }.joined(separator: ", ")
            let one = "select \(random.isTrue(0.25) ? "distinct " : "")\(values) from \(from)\(condition)"
            return random.isTrue(0.1) ? "\(one) \(random.pick(["union", "union all"])) \(one)" : one
        }
        if random.isTrue(0.15) { return overFirst(places, "\(from)\(condition)") }
        var groups = (0..<random.pick([0, 1, 1, 2])).map { _ in
            random.pick([
                column(places), column(places), column(places, numbers: true) + "%2",
                "coalesce(\(column(places, numbers: true)),0)",
            ])
        }
        var facts = places
        if random.isTrue(0.35) {
            // A dimension: its key, and columns of it.
            let place = random.pick(places)
            groups += place.relation.key.map { "\(place.alias).\($0)" } + [column([place])]
            if places.count > 1 { facts.removeAll { $0.alias == place.alias } }
        }
        let values =
            groups.enumerated().map { "\($0.element) as g\($0.offset)" }
            + (0...random.below(3)).map { "\(aggregate(facts)) as a\($0)" }
        let having =
            !groups.isEmpty && random.isTrue(0.2)
            ? " having " + random.pick(["count(*)>1", "sum(\(column(places, numbers: true)))>3"]) : ""
        let group = groups.isEmpty ? "" : " group by " + groups.joined(separator: ", ")
        return "select \(values.joined(separator: ", ")) from \(from)\(condition)\(group)\(having)"
    }

    /// The first rows of each partition.
    private mutating func overFirst(_ places: [Place], _ rest: String) -> String {
        let order = (0...random.below(2)).map { _ in
            random.pick([column(places), column(places, numbers: true) + "*2"]) + random.pick(["", " desc"])
        }.joined(separator: ", ")
        let partition = (0...random.below(2)).map { _ in column(places) }.joined(separator: ", ")
        let columns = (0...random.below(3)).map { "\(column(places)) as x\($0)" }.joined(separator: ", ")
        let rows =
            "select \(columns), row_number() over (partition by \(partition) order by \(order)) as n from \(rest)"
        let bound = random.pick(["r.n<=2", "r.n<3", "r.n=1", "3>=r.n", "r.n between 2 and 3"])
        return switch random.below(4) {
        case 0: "with r as (\(rows)) select r.x0 as g, count(*) as c from r where \(bound) group by r.x0"
        case 1: "select c.id as k, r.x0 as x, r.n as n from c left join (\(rows)) r on r.x0=c.id and \(bound)"
        default: "select r.x0 as x, r.n as n from (\(rows)) r where \(bound)"
        }
    }

    /// Windows and lists.
    private mutating func overGroups(_ places: [Place], _ rest: String) -> String {
        let group = column(places)
        if random.isTrue(0.4) {
            let list = random.pick(["group_concat(\(column(places)), '-')", "json_group_array(\(column(places)))"])
            let having = random.isTrue(0.3) ? " having count(*)>1" : ""
            return
                "select \(group) as g, \(list) as l, \(aggregate(places)) as a from \(rest) group by \(group)\(having)"
        }
        let windows = (0...random.below(2)).map { index in
            let call = random.pick([
                "row_number()", "rank()", "lag(\(column(places)))", "sum(\(column(places, numbers: true)))",
                "first_value(\(column(places)))", "count(*)",
            ])
            let order = "order by \(column(places))\(random.pick([""," desc"]))"
            return "\(call) over (partition by \(group) \(order)) as w\(index)"
        }
        return "select \(group) as g, \(column(places)) as x, \(windows.joined(separator: ", ")) from \(rest)"
    }

    private mutating func from(_ places: inout [Place]) -> String {
        let first = relation(random.pick(["c", "o", "i", "e"]))
        places = [(first, "t0")]
        var text = "\(first.name) t0"
        for index in 1..<(1 + random.pick([0, 1, 2, 2, 3, 3, 4])) {
            let candidates = places.flatMap { place in
                Self.edges.flatMap { [($0.0, $0.1), ($0.1, $0.0)] }.filter { $0.0.hasPrefix(place.relation.name + ".") }
                    .map { (left: place.alias + $0.0.dropFirst(), right: $0.1) }
            }
            let (left, right) = random.pick(candidates)
            let other = relation(String(right.prefix(1)))
            let name = "t\(index)"
            var on = ["\(name)\(right.dropFirst())", left].shuffled(using: &random).joined(separator: "=")
            if random.isTrue(0.25) {
                on += " and \(name).\(number(other))\(random.pick([">", "<", "<>", ">="]))\(random.below(4))"
            }
            if random.isTrue(0.12) { on += " and \(column(places, numbers: true))<=\(random.below(6))" }
            text += " \(random.pick(["join", "left join"])) \(other.name) \(name) on \(on)"
            places.append((other, name))
        }
        return text
    }

    private mutating func conditions(_ places: [Place]) -> [String] {
        var terms = (0..<random.pick([0, 0, 1, 1, 2])).map { _ in
            let number = column(places, numbers: true)
            return switch random.below(4) {
            case 0: "\(number)\(random.pick([">", "<", "<>", "="]))\(random.below(5))"
            case 1: "\(column(places)) is \(random.pick(["", "not "]))null"
            case 2: "(\(number)>\(random.below(5)) or \(column(places)) is null)"
            default: "\(number)<=\(column(places, numbers: true))"
            }
        }
        guard random.isTrue(0.3) else { return terms }
        let place = random.pick(places)
        let edges = Self.edges.flatMap { [($0.0, $0.1), ($0.1, $0.0)] }.filter {
            $0.0.hasPrefix(place.relation.name + ".")
        }
        guard !edges.isEmpty else { return terms }
        let (mine, its) = random.pick(edges)
        let other = relation(String(its.prefix(1)))
        let more = random.isTrue(0.5) ? " and s.\(number(other))>\(random.below(4))" : ""
        let outer = "\(place.alias)\(mine.dropFirst())"
        let joined = "s\(its.dropFirst())"
        if random.isTrue(0.2) {
            terms.append("\(outer) in (select \(joined) from \(other.name) s where true\(more))")
        } else {
            let word = random.pick(["exists", "not exists"])
            terms.append("\(word)(select 1 from \(other.name) s where \(joined)=\(outer)\(more))")
        }
        return terms
    }

    private mutating func value(_ places: [Place]) -> String {
        switch random.below(5) {
        case 0, 1: column(places)
        case 2: "coalesce(\(column(places, numbers: true)),-1)"
        case 3: "\(column(places, numbers: true))+\(column(places, numbers: true))"
        default:
            "case when \(column(places, numbers: true))>2 then \(column(places)) else \(column(places)) end"
        }
    }

    private mutating func aggregate(_ places: [Place]) -> String {
        let number = column(places, numbers: true)
        let call =
            switch random.below(9) {
            case 0: "count(*)"
            case 1: "count(\(column(places)))"
            case 2: "sum(\(number))"
            case 3: "min(\(column(places)))"
            case 4: "max(\(number))"
            case 5: "count(distinct \(column(places)))"
            case 6: "sum(\(number)*\(column(places, numbers: true)))"
            case 7: "sum(distinct \(number))"
            default: "avg(\(number))"
            }
        return random.isTrue(0.15) ? "\(call) filter (where \(column(places, numbers: true))>\(random.below(4)))" : call
    }

    private mutating func column(_ places: [Place], numbers: Bool = false) -> String {
        let place = random.pick(places)
        let columns = place.relation.columns.filter { !numbers || $0.type == .integer }
        return "\(place.alias).\(random.pick(columns).name)"
    }

    private mutating func number(_ relation: Relation) -> String {
        random.pick(relation.columns.filter { $0.type == .integer }).name
    }

    private func relation(_ name: String) -> Relation {
        relations.first { $0.name == name } ?? relations[0]
    }

    // MARK: Over views

    private mutating func overView() -> String {
        let view = random.pick(views)
        let one = random.pick(view.columns).name
        let other = random.pick(view.columns).name
        return switch random.below(7) {
        case 0: "select a.\(one) k, count(*) n, max(a.\(other)) m from \(view.name) a group by a.\(one)"
        case 1: "select c.id, c.name, a.\(one) x from c join \(view.name) a on a.\(other)=c.id"
        case 2: "select c.id, c.name, a.\(one) x from c left join \(view.name) a on a.\(other)=c.id"
        case 3: "select a.\(one) x, b.\(other) y from \(view.name) a join \(view.name) b on b.\(other)=a.\(one)"
        case 4: "select c.id from c where not exists(select 1 from \(view.name) a where a.\(one)=c.id)"
        case 5: "select distinct a.\(one) x from \(view.name) a union select id from c"
        default: "select a.\(one) x, a.\(other) y from \(view.name) a where a.\(one) is not null"
        }
    }
}
