// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

@testable import Views

/// What a test does wrong on purpose, to see that the comparison notices.
struct Flaw: Sendable {
    /// Whether all rows are written before the first delta is taken.
    var writesFirst = false
    /// Whether nothing is done after rows are written.
    var forgetsAfter = false
    /// Whether the views are built from the tables before the first comparison.
    var builds = false
    /// Changes a statement of a node; temporary tables too.
    var edit: (@Sendable (String) -> String)?

    /// A flaw that replaces a text by another wherever it stands.
    static func replacing(_ old: String, _ new: String, builds: Bool = false) -> Flaw {
        Flaw(builds: builds) { $0.split(separator: old, omittingEmptySubsequences: false).joined(separator: new) }
    }

    /// The program with the flaw in its statements.
    func applied(to program: ViewProgram) -> ViewProgram {
        guard let edit else { return program }
        func edited(_ commands: [Command]) -> [Command] {
            commands.map { command in
                var command = command
                command.sql = edit(command.sql)
                return command
            }
        }
        func edited(_ gatherings: [Node.Gathering]) -> [Node.Gathering] {
            gatherings.map { Node.Gathering(fill: edited($0.fill), emit: edited([$0.emit])[0], clear: $0.clear) }
        }
        var program = program
        program.nodes = program.nodes.map { node in
            var node = node
            node.steps = node.steps.mapValues { Node.Step(before: edited($0.before), after: edited($0.after)) }
            node.prepare = edited(node.prepare)
            node.apply = edited(node.apply)
            node.stage = edited(node.stage)
            node.applyStaged = edited(node.applyStaged)
            node.build = node.build.map(edit)
            node.temporaries = node.temporaries.map(edit)
            return node
        }
        return program
    }
}
