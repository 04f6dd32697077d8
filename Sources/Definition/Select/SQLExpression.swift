// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// An expression of a view's SELECT, as it was parsed.
public struct SQLExpression: Sendable {
    /// What it is.
    public var node: Node
    /// Where it starts, in bytes from the start of the view's text; no part of what makes two expressions equal.
    public var offset: Int
    /// Where it ends, likewise; 0 for one that is not of the text.
    public var end: Int

    /// Makes an expression.
    public init(_ node: Node, at offset: Int = 0, end: Int = 0) {
        self.node = node
        self.offset = offset
        self.end = end
    }

    /// What an expression is; parentheses are not kept, the shape of the tree says what they said.
    public indirect enum Node: Hashable, Sendable {
        /// A number, text, blob, NULL, TRUE or FALSE, as written.
        case literal(String)
        /// A column; once names are resolved, `item` is the name under which a FROM item of its scope stands.
        case column(item: String?, name: String)
        /// `-`, `+`, `~` or `NOT` before an operand.
        case prefix(String, SQLExpression)
        /// An operator between operands, in upper case: arithmetic, comparison, `AND`, `OR`, `||`, `->`, `->>`,
        /// `IS`, `IS NOT`, `IS DISTINCT FROM`, `IS NOT DISTINCT FROM`.
        case infix(String, SQLExpression, SQLExpression)
        /// `ISNULL`, `NOTNULL` or `NOT NULL` after an operand, as spelt: SQLite compiles them differently.
        case postfix(String, SQLExpression)
        /// `LIKE`, `GLOB` and their kind, with the escape.
        case like(String, isNot: Bool, SQLExpression, SQLExpression, escape: SQLExpression?)
        /// `BETWEEN`.
        case between(SQLExpression, isNot: Bool, SQLExpression, SQLExpression)
        /// `IN` with a list.
        case inList(SQLExpression, isNot: Bool, [SQLExpression])
        /// `IN` with a SELECT.
        case inSelect(SQLExpression, isNot: Bool, Select)
        /// `EXISTS`.
        case exists(Select)
        /// A SELECT as a value.
        case scalar(Select)
        /// `CASE`.
        case choice(base: SQLExpression?, [SQLChoice], otherwise: SQLExpression?)
        /// `CAST`, with the type as written.
        case cast(SQLExpression, String)
        /// `COLLATE`.
        case collate(SQLExpression, String)
        /// A function, an aggregate or a window function.
        case call(SQLCall)
        /// Several values in parentheses.
        case row([SQLExpression])
    }
}

extension SQLExpression: Hashable {
    /// Whether two are the same but for their places.
    public static func == (one: SQLExpression, other: SQLExpression) -> Bool { one.node == other.node }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) { hasher.combine(node) }
}
