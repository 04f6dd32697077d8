// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What was done to keep one view.
public struct ViewCounts: Hashable, Sendable {
    /// The view's name.
    public var view: String
    /// The changed rows that came in from tables and other views.
    public var deltaRows: Int64 = 0
    /// The stored rows that were inserted, changed or deleted.
    public var rowsWritten: Int64 = 0
    /// The keys and groups that were computed again.
    public var keysRecomputed: Int64 = 0
    /// The most rows that one relation's changes of one transaction touched.
    ///
    /// The rows of the lists and partitions that were made again for them count too.
    public var largestFanOut: Int64 = 0
    /// The time that it took.
    public var nanoseconds: Int64 = 0

    /// Starts counting.
    public init(view: String) {
        self.view = view
    }
}
