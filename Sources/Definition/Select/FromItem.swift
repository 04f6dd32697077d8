// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// One item of a FROM.
public struct FromItem: Sendable {
    /// How an item stands to those before it.
    public enum Join: Hashable, Sendable {
        /// The first one, or after a comma, or after CROSS JOIN, JOIN and INNER JOIN.
        case inner
        /// After LEFT JOIN.
        case left
    }

    /// What is read.
    public enum Source: Hashable, Sendable {
        /// A table, a history, a stream, a view or a common table, by its declared name.
        case relation(String)
        /// A SELECT in parentheses.
        case select(Select)
    }

    /// How it is joined.
    public var join: Join
    /// What is read.
    public var source: Source
    /// The name under which columns are taken from it: the alias, else the relation's name; unique in its FROM.
    public var name: String
    /// ON.
    public var condition: SQLExpression?
    /// The words before it as written, in upper case: `,`, `CROSS JOIN`, `INNER JOIN`, `JOIN`, `LEFT JOIN`; empty for
    /// the first.
    public var spelling: String
    /// Where it starts, in bytes from the start of the view's text.
    public var offset: Int

    /// Makes an item.
    public init(
        _ source: Source, name: String, join: Join = .inner, condition: SQLExpression? = nil, spelling: String = "",
        at offset: Int = 0
    ) {
        self.source = source
        self.name = name
        self.join = join
        self.condition = condition
        self.spelling = spelling
        self.offset = offset
    }
}

extension FromItem: Hashable {
    /// Whether two are the same but for their places.
    public static func == (one: FromItem, other: FromItem) -> Bool {
        one.join == other.join && one.source == other.source && one.name == other.name
            && one.condition == other.condition && one.spelling == other.spelling
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(source)
        hasher.combine(name)
    }
}
