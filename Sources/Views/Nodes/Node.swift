// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What keeps one part of a view, as prepared SQL and nothing else.
struct Node: Sendable {
    /// Its name: the view's own for the last one, `<view>__h1` and on for those that it reads.
    var name: String
    /// The view that it belongs to.
    var view: String
    /// The statements that make its stored objects.
    var objects: [String]
}
