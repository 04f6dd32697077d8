// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import Events

/// A query as a projection file declares it, before its SQL is read.
public struct QueryDeclaration: Sendable {
    /// A text of the file and where it stands.
    public struct Text: Hashable, Sendable {
        /// The text.
        public var text: String
        /// The place of its first byte.
        public var place: Place

        /// Makes a text.
        public init(_ text: String, at place: Place) {
            self.text = text
            self.place = place
        }
    }

    /// The type that the file gives a column of the answer.
    public struct ColumnType: Hashable, Sendable {
        /// The column's name.
        public var name: Text
        /// Its type.
        public var type: ValueType

        /// Makes a column's type.
        public init(name: Text, type: ValueType) {
            self.name = name
            self.type = type
        }
    }

    /// The name.
    public var name: Text
    /// What it answers, in the author's words.
    public var description: String
    /// The SELECT.
    public var sql: Text
    /// The parameters.
    public var parameters: [Query.Parameter]
    /// Where each parameter is declared.
    public var parameterPlaces: [Place]
    /// The types that the file gives (`columns:`).
    public var columnTypes: [ColumnType]
    /// The terms of the order, such as `placed_at desc`.
    public var order: [Text]
    /// The rows of an answer if the request does not say.
    public var limitDefault: Int
    /// The most rows that a request may ask for.
    public var limitMax: Int
    /// Whether `scan: true` stands there.
    public var allowsScan: Bool

    /// Makes a declaration.
    public init(
        name: Text, description: String = "", sql: Text, parameters: [Query.Parameter] = [],
        parameterPlaces: [Place] = [], columnTypes: [ColumnType] = [], order: [Text] = [], limitDefault: Int = 100,
        limitMax: Int = 1_000, allowsScan: Bool = false
    ) {
        self.name = name
        self.description = description
        self.sql = sql
        self.parameters = parameters
        self.parameterPlaces = parameterPlaces
        self.columnTypes = columnTypes
        self.order = order
        self.limitDefault = limitDefault
        self.limitMax = limitMax
        self.allowsScan = allowsScan
    }
}
