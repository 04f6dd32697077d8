// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import Definition

/// All views of a projection, compiled.
public struct ViewProgram: Sendable {
    /// The nodes, each after those that it reads.
    let nodes: [Node]

    /// Compiles the views of a projection, in order.
    public init(_ projection: Projection) throws(DiagnosticList) {
        nodes = []
    }

    /// The tables and histories whose changes the views need.
    public var followed: Set<String> { [] }

    /// The name of the temporary table that takes a relation's changed rows: `_w`, then the declared columns.
    public func deltaTable(of relation: String) -> String { "_d_" + relation }

    /// The statements that make all stored objects, in order.
    public var objects: [String] { nodes.flatMap(\.objects) }

    /// What keeps a view: its nodes, their statements and plans.
    public func explanation(of view: String) -> String { "" }
}
