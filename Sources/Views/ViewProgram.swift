// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import Definition

/// All views of a projection, compiled.
public struct ViewProgram: Sendable {
    /// The nodes, each after those that it reads.
    var nodes: [Node]
    /// The views, in order.
    let views: [View]
    /// The tables and histories that the views read.
    let tables: [String: Source]
    /// The statements that make all stored objects, in order.
    public let objects: [String]
    let relations: [Relation]

    /// Compiles the views of a projection, in order.
    public init(_ projection: Projection) throws(DiagnosticList) {
        try self.init(projection.views, over: projection.tables.flatMap(Relation.all))
    }

    /// Compiles views over what they may read.
    public init(_ views: [View], over relations: [Relation]) throws(DiagnosticList) {
        guard let builder = try? ProgramBuilder(relations) else {
            let first = views.first?.fault(.badView, at: 0, "SQLite could not be used")
            throw DiagnosticList([first].compactMap(\.self))
        }
        var compiling = builder
        var objects: [String] = []
        for view in views { objects += try compiling.add(view).get() }
        self.init(views, compiling, objects, over: relations)
    }

    /// Takes what was compiled.
    init(_ views: [View], _ builder: ProgramBuilder, _ objects: [String], over relations: [Relation]) {
        nodes = builder.nodes
        let read = Set(nodes.flatMap(\.reads))
        tables = builder.sources.filter { read.contains($0.key) && !$0.value.isNode }
        self.objects = objects
        self.views = views
        self.relations = relations
    }

    /// The tables and histories whose changes the views need.
    public var followed: Set<String> { Set(tables.keys) }

    /// The name of the temporary table that takes a relation's changed rows: `_w`, then the declared columns.
    public func deltaTable(of relation: String) -> String { "_d_" + relation }

    /// The views that cannot be kept without those that failed, and these.
    public func views(without failed: Set<String>) -> Set<String> {
        var gone = failed
        let owners = Dictionary(nodes.map { ($0.name, $0.view) }, uniquingKeysWith: { one, _ in one })
        for node in nodes where node.reads.contains(where: { owners[$0].map(gone.contains) ?? false }) {
            gone.insert(node.view)
        }
        return gone
    }

    /// What keeps a view: its nodes, their statements and SQLite's plans of them.
    public func explanation(of view: String) -> String {
        guard let scratch = try? ScratchDatabase(relations) else { return "" }
        let deltas = tables.values.map(\.deltaTable) + nodes.map(\.source.deltaTable)
        try? scratch.execute(objects + nodes.flatMap(\.temporaries) + deltas)
        return nodes.filter { $0.view == view }.map { Self.explanation(of: $0, on: scratch) }.joined(separator: "\n")
    }

    private static func explanation(of node: Node, on scratch: ScratchDatabase) -> String {
        var lines = ["node \(node.name), reads \(node.reads.sorted().listed)"]
        func add(_ title: String, _ commands: [Command]) {
            if commands.isEmpty { return }
            lines.append("  \(title):")
            for command in commands {
                lines.append("    \(command.sql)")
                lines += ((try? scratch.plan(of: command.sql)) ?? []).map { "      | \($0)" }
            }
        }
        lines += node.objects.map { "  \($0)" }
        for (source, step) in node.steps.sorted(by: { $0.key < $1.key }) {
            add("before \(source) is written", step.before.flatMap(\.commands))
            add("after \(source) is written", step.after.flatMap(\.commands))
        }
        add("at the end", node.prepare + [node.size].compactMap(\.self) + node.apply)
        return lines.joined(separator: "\n") + "\n"
    }
}
