// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A place in a projection file, counted from 1.
public struct Place: Hashable, Sendable, CustomStringConvertible {
    /// The file's path.
    public var file: String
    /// The line.
    public var line: Int
    /// The column, in bytes.
    public var column: Int

    /// Makes a place.
    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// `file:line:column`, as compilers write it.
    public var description: String { "\(file):\(line):\(column)" }
}
