// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// How a view differs from its SELECT.
public struct ViewDifference: Hashable, Sendable {
    /// The view's name.
    public var view: String
    /// The rows that the SELECT has and the view has not.
    public var missing: Int64 = 0
    /// The rows that the view has and the SELECT has not.
    public var extra: Int64 = 0
    /// How many keys were compared; nil if all.
    public var keys: Int?
    /// The first of them, `+` before an extra one and `-` before a missing one.
    public var examples: [String] = []

    /// Whether there is none.
    public var isNone: Bool { missing == 0 && extra == 0 }

    /// Makes a difference; none until counted.
    public init(view: String) {
        self.view = view
    }
}
