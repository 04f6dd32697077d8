// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import Events

/// A named, typed, parameterised SELECT.
public struct Query: Hashable, Sendable {
    /// One parameter.
    public struct Parameter: Hashable, Sendable {
        /// The name, without the colon.
        public var name: String
        /// The type; of each element for a list.
        public var type: ValueType
        /// Whether the name may be repeated: the values are bound as one JSON array.
        public var isList: Bool
        /// Whether a request must give it.
        public var isRequired: Bool
        /// What an absent optional one is: one value, or a list's; empty is NULL.
        public var defaults: [StoredValue]
        /// The only values allowed; empty allows all.
        public var allowed: [StoredValue]

        /// Makes a parameter.
        public init(
            name: String, type: ValueType, isList: Bool = false, isRequired: Bool = false, defaults: [StoredValue] = [],
            allowed: [StoredValue] = []
        ) {
            self.name = name
            self.type = type
            self.isList = isList
            self.isRequired = isRequired
            self.defaults = defaults
            self.allowed = allowed
        }
    }

    /// One column of the answer.
    public struct ResultColumn: Hashable, Sendable {
        /// Its name, unique in the query.
        public var name: String
        /// Its type; nil where it cannot be told: each value is written as SQLite stores it.
        public var type: ValueType?

        /// Makes a result column.
        public init(name: String, type: ValueType?) {
            self.name = name
            self.type = type
        }
    }

    /// The name, unique in its projection.
    public var name: String
    /// What it answers, in the author's words; empty if not said.
    public var description: String
    /// The user's SELECT.
    public var sql: String
    /// The statement that is run: `sql` with the order appended and `LIMIT :_limit`.
    public var statement: String
    /// The parameters.
    public var parameters: [Parameter]
    /// The answer's columns, in order.
    public var columns: [ResultColumn]
    /// The terms of the order as the file gives them, such as `placed_at desc`.
    public var order: [String]
    /// The rows of an answer if the request does not say.
    public var limitDefault: Int
    /// The most rows that a request may ask for.
    public var limitMax: Int
    /// Whether the file allows a plan that scans or sorts (R36).
    public var allowsScan: Bool
    /// The tables that it reads, itself and by views, as places in the projection.
    public var tables: [Int]
    /// The views that it reads, itself and by others.
    public var views: [String]

    /// Makes a query.
    public init(
        name: String, description: String = "", sql: String, statement: String, parameters: [Parameter] = [],
        columns: [ResultColumn], order: [String] = [], limitDefault: Int = 100, limitMax: Int = 1_000,
        allowsScan: Bool = false, tables: [Int], views: [String] = []
    ) {
        self.name = name
        self.description = description
        self.sql = sql
        self.statement = statement
        self.parameters = parameters
        self.columns = columns
        self.order = order
        self.limitDefault = limitDefault
        self.limitMax = limitMax
        self.allowsScan = allowsScan
        self.tables = tables
        self.views = views
    }
}
