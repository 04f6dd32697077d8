// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

/// What keeps one part of a view, as SQL and nothing else.
struct Node: Sendable {
    /// What is done when the rows of a source change.
    struct Step: Sendable {
        /// Before they are written.
        var before: [Gathering] = []
        /// After they are written.
        var after: [Gathering] = []
    }

    /// Statements that take what a change touches into the node's table of input.
    struct Gathering: Sendable {
        /// Statements that fill a table of touched keys; none if the change itself is enough.
        var fill: [Command] = []
        /// The statement that fills the input; left out where no key was touched.
        var emit: Command
        /// The statement that empties the table of touched keys.
        var clear: String?
    }

    /// Its name: the view's own for the last one, `<view>__h1` and on for those that it reads.
    var name: String
    /// The view that it belongs to.
    var view: String
    /// What is read of it.
    var source: Source
    /// What it reads, by name.
    var reads: Set<String>
    /// Whether it reads a table that keeps no rows (R24), so that it cannot be built from tables.
    var readsStream = false
    /// The statements that make its stored objects.
    var objects: [String]
    /// The statements that make its temporary tables.
    var temporaries: [String]
    /// What is done when a source changes, by its name.
    var steps: [String: Step]
    /// What is done with the input first, in any case.
    var prepare: [Command] = []
    /// What counts the rows that the input makes it read again, where those may be many more than have changed.
    var size: Command?
    /// What brings the stored rows up to date, where nothing reads them.
    var apply: [Command]
    /// What finds the changes of the stored rows, where another node reads them.
    var stage: [Command]
    /// What then brings the stored rows up to date.
    var applyStaged: [Command]
    /// What empties its temporary tables.
    var clear: [String]
    /// What fills it from the sources as they are.
    var build: [String]
    /// Arms of the view's SELECT, and the same with every order complete (R22).
    var completions: [SelectArm: SelectArm] = [:]
}
