// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A key that is held from now on.
public struct HeldNotice: Sendable {
    /// The place of the record that failed.
    public var place: String
    /// Why it did.
    public var fault: RecordFault
}
