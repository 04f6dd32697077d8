// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// One common table of a WITH.
public struct CommonTable: Sendable {
    /// Its name.
    public var name: String
    /// The names of its columns, if the text gives them.
    public var columns: [String]
    /// What it holds.
    public var select: Select
    /// Where its name stands, in bytes from the start of the view's text.
    public var offset: Int

    /// Makes a common table.
    public init(name: String, columns: [String] = [], select: Select, at offset: Int = 0) {
        self.name = name
        self.columns = columns
        self.select = select
        self.offset = offset
    }
}

extension CommonTable: Hashable {
    /// Whether two are the same but for their places.
    public static func == (one: CommonTable, other: CommonTable) -> Bool {
        one.name == other.name && one.columns == other.columns && one.select == other.select
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(select)
    }
}
