// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import ReadModel
internal import Views

/// Lets a keeper of views follow the tables of a writer.
final class ViewFollower: TableFollower {
    let keeper: ViewKeeper
    private let program: ViewProgram
    private let followed: Set<String>

    init(_ program: ViewProgram, _ keeper: ViewKeeper) {
        self.program = program
        self.keeper = keeper
        followed = program.followed
    }

    func deltaTable(of relation: String) -> String? {
        followed.contains(relation) ? program.deltaTable(of: relation) : nil
    }

    func willWrite(_ relation: String) throws { try keeper.willWrite(relation) }

    func didWrite(_ relation: String) throws { try keeper.didWrite(relation) }

    func finish() throws { try keeper.finish() }

    func rolledBack() { keeper.rolledBack() }
}
