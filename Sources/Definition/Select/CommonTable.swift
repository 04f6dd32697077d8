// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// One common table of a WITH.
public struct CommonTable: Hashable, Sendable {
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
