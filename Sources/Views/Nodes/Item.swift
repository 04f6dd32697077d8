// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// One item of a FROM, under a name that no other item of its view has.
struct Item: Sendable {
    var alias: String
    var source: Source
    /// Where it stands in the view's text, in bytes.
    var offset: Int

    /// The item as FROM writes it.
    var text: String { "\(source.stored.quoted) AS \(alias.quoted)" }
    /// Its source's changed rows in its place.
    var deltaText: String { "temp.\(source.delta.quoted) AS \(alias.quoted)" }
}
