// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A SELECT over tables and views that is kept up to date with every commit.
public struct View: Hashable, Sendable {
    /// The name, unique among tables and views of its projection.
    public var name: String
    /// What it holds, in the author's words; empty if not said.
    public var description: String
    /// The user's SELECT.
    public var sql: String
    /// Where `sql` starts.
    public var place: Place
    /// The SELECT as parsed: every column is qualified, `*` is expanded, every name stands for something.
    public var select: Select
    /// The columns of the result.
    public var columns: [Relation.Column]
    /// The terms of each further index, as SQL, such as `customer_id, placed_at DESC`.
    public var indexes: [String]
    /// The statements that make its stored objects, in order; the compiler of views fills them in.
    public var objects: [String]

    /// Makes a view.
    public init(
        name: String, description: String = "", sql: String, place: Place, select: Select,
        columns: [Relation.Column], indexes: [String] = [], objects: [String] = []
    ) {
        self.name = name
        self.description = description
        self.sql = sql
        self.place = place
        self.select = select
        self.columns = columns
        self.indexes = indexes
        self.objects = objects
    }

    /// What later views may read of it.
    public var relation: Relation { Relation(name: name, kind: .view, columns: columns, key: []) }

    /// A fault of its SELECT, at its place in the file.
    public func fault(_ fault: SelectFault) -> Diagnostic {
        self.fault(fault.code, at: fault.offset, fault.message, hint: fault.hint)
    }

    /// A fault at the byte of `sql` at `offset`.
    public func fault(_ code: DiagnosticCode, at offset: Int, _ message: String, hint: String? = nil) -> Diagnostic {
        SQLText(text: sql, place: place).fault(code, at: offset, message, hint: hint)
    }
}
