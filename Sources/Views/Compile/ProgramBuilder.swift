// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import SQLite

/// Compiles views one after the other.
struct ProgramBuilder {
    private(set) var nodes: [Node] = []
    /// What may be read so far, by name.
    private(set) var sources: [String: Source] = [:]
    /// A database with all objects so far.
    let scratch: ScratchDatabase

    init(_ relations: [Relation]) throws {
        scratch = try ScratchDatabase(relations)
        for relation in relations where relation.kind != .view { sources[relation.name] = Self.source(relation) }
    }

    private static func source(_ relation: Relation) -> Source {
        let declared = Set(relation.columns.map(\.name))
        // Rows of an append table are told apart by where their records stand, which nobody can name.
        let own = relation.kind == .stream ? [] : relation.key.filter { !declared.contains($0) }
        let position: StorageKinds = .integer
        return Source(
            name: relation.name, stored: relation.name,
            columns: relation.columns.map { column in
                let kinds = StorageKinds(column.type)
                return Source.Column(
                    name: column.name, stored: column.name, kinds: kinds, type: kinds.declared,
                    isNullable: column.isNullable)
            } + own.map { .init(name: nil, stored: $0, kinds: position, type: position.declared, isNullable: false) },
            key: relation.kind == .stream ? [] : relation.key,
            shown: relation.columns.map(\.name), isStream: relation.kind == .stream)
    }

    /// Compiles a view.
    ///
    /// - Returns: The statements that make its objects.
    mutating func add(_ view: View) -> Result<[String], DiagnosticList> {
        do {
            let grouping = Lowering(view, over: sources, groupsFirst: true)
            do {
                return .success(try scratch.attempt { try add(view, by: grouping) })
            } catch let refusal as SelectFault {
                guard grouping.hasGroupedFirst else { throw refusal }
                return .success(try add(view, by: Lowering(view, over: sources, groupsFirst: false)))
            }
        } catch let refusal as SelectFault {
            return .failure(DiagnosticList([view.fault(refusal)]))
        } catch {
            let fault = view.fault(.badView, at: 0, "SQLite refuses what would keep this view: \(error)")
            return .failure(DiagnosticList([fault]))
        }
    }

    private mutating func add(_ view: View, by lowering: Lowering) throws -> [String] {
        let source = try lowering.lower()
        var objects = lowering.nodes.flatMap(\.objects)
        try scratch.execute(objects + lowering.nodes.flatMap(\.temporaries))
        try scratch.execute((lowering.nodes.flatMap(\.reads) + [source.name]).compactMap(deltaTable))
        try scratch.execute(lowering.nodes.map(\.source.deltaTable).map(Self.unlessThere))
        var planGuard = PlanGuard(scratch, view: view.name)
        try planGuard.check(lowering.nodes)
        let own = try indexes(of: view, on: source)
        try scratch.execute(own)
        objects += planGuard.indexes + own
        nodes += lowering.nodes
        sources[view.name] = source
        return objects
    }

    private func deltaTable(_ name: String) -> String? { sources[name].map(\.deltaTable).map(Self.unlessThere) }

    private static func unlessThere(_ statement: String) -> String {
        "CREATE TEMP TABLE IF NOT EXISTS" + statement.dropFirst("CREATE TEMP TABLE".count)
    }

    /// The indexes that the view asks for, named `<view>__i1` and on.
    private func indexes(of view: View, on source: Source) throws -> [String] {
        try view.indexes.enumerated().map { index, text in
            let terms = try text.split(separator: ",").map { term in
                var words = term.split(whereSeparator: \.isWhitespace).map(String.init)
                let order = words.count > 1 ? " " + words.removeLast().uppercased() : ""
                let name = words.joined(separator: " ").split(separator: "\"").joined()
                guard let column = source.columns.first(where: { $0.name?.lowercased() == name.lowercased() }),
                    ["", " ASC", " DESC"].contains(order)
                else {
                    let known = source.columns.compactMap(\.name).listed
                    throw SelectFault(.unknownName, at: 0, "index term \(term) is no column", hint: "it has \(known)")
                }
                return (column.indexed ?? column.stored.quoted) + order
            }
            let name = "\(view.name)__i\(index + 1)".quoted
            return "CREATE INDEX \(name) ON \(source.table.quoted) (\(terms.listed))"
        }
    }
}
