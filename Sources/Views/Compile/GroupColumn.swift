// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

/// A term of a group as a stored column.
enum GroupColumn {
    /// The column for the outputs of all branches at one place.
    static func of(_ branches: [Branch], _ index: Int) throws -> Source.Column {
        let found = branches.map { $0.column(of: index) }
        let some = found.compactMap(\.self)
        let kinds = some.reduce([] as StorageKinds) { $0.union($1.kinds) }
        let types = Set(some.map(\.type))
        if kinds.isAmbiguous { throw refusal(branches[0].outputs[index]) }
        for branch in branches {
            let output = branch.outputs[index]
            guard !output.contains({ isCollated($0) }) else {
                throw SelectFault(
                    .badView, at: output.offset, "rows are kept apart by their bytes, and COLLATE does not",
                    hint: "lower(…)")
            }
        }
        return Source.Column(
            stored: "g\(index)", kinds: kinds, type: types.count == 1 ? types.first ?? "ANY" : "ANY",
            isNullable: found.contains { $0?.isNullable ?? true }, isComputed: some.contains(where: \.isComputed))
    }

    private static func refusal(_ expression: SQLExpression) -> SelectFault {
        SelectFault(
            .badView, at: expression.offset, "the type of this value cannot be told, and rows are grouped by it",
            hint: "CAST(… AS INTEGER), or AS TEXT")
    }

    private static func isCollated(_ expression: SQLExpression) -> Bool {
        if case .collate(_, let name) = expression.node { name.uppercased() != "BINARY" } else { false }
    }
}
