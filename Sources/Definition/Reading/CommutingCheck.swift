// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// Holds that each column of a re-keyed table has one commuting family over all handlers (R8).
///
/// `ExpressionCompiler` holds that each assignment has a family.
struct CommutingCheck {
    private struct Use {
        var family: Assignment.Family
        var place: Place
    }

    private let shape: TableShape
    private var uses: [[Use]]

    init(_ shape: TableShape) {
        self.shape = shape
        uses = Array(repeating: [], count: shape.columns.count)
    }

    /// Adds an assignment.
    mutating func add(_ assignment: Assignment, at place: Place) {
        guard let family = assignment.family else { return }
        uses[assignment.column].append(Use(family: family, place: place))
    }

    /// Notes the columns that have several families.
    func report(_ reading: FileReading) {
        for (column, uses) in zip(shape.columns, uses) {
            guard let first = uses.first, let other = uses.first(where: { $0.family != first.family }) else { continue }
            reading.fault(
                .notCommuting, at: other.place,
                "'\(column.name)' of a re-keyed table is folded by \(Self.name(other.family)) here and by "
                    + "\(Self.name(first.family)) elsewhere",
                hint: "the other is at \(first.place); give each of them a column of its own")
        }
    }

    private static func name(_ family: Assignment.Family) -> String {
        switch family {
        case .sum: "+ and -"
        case .least: "min"
        case .greatest: "max"
        }
    }
}
