// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// Holds that each column of a re-keyed table has one commuting family over all handlers (R8).
struct CommutingCheck {
    /// Folds of one column that may be done in any order.
    enum Family: String {
        case sum = "+ and -"
        case least = "min"
        case greatest = "max"
    }

    private struct Use {
        var family: Family?
        var place: Place
    }

    private let shape: TableShape
    private var uses: [[Use]]

    init(_ shape: TableShape) {
        self.shape = shape
        uses = Array(repeating: [], count: shape.columns.count)
    }

    /// Adds an assignment.
    mutating func add(_ assignment: Assignment, text: String, at place: Place) {
        uses[assignment.column].append(Use(family: Self.family(assignment.form, text), place: place))
    }

    /// Notes the columns that have several families, or none that commutes.
    func report(_ reading: FileReading) {
        for (column, uses) in zip(shape.columns, uses) {
            for use in uses {
                guard let family = use.family else {
                    reading.fault(
                        .notCommuting, at: use.place, "'\(column.name)' of a re-keyed table is not folded by + - min or max",
                        hint: "\(column.name) + …, or \"max(\(column.name), …)\"")
                    continue
                }
                if family == .sum, column.type == .real {
                    reading.fault(
                        .notCommuting, at: use.place, "a sum of type real depends on the order of events",
                        hint: "make '\(column.name)' a decimal(s) or an integer")
                }
            }
            reportMixed(column, uses, reading)
        }
    }

    private func reportMixed(_ column: TableShape.Column, _ uses: [Use], _ reading: FileReading) {
        let known = uses.filter { $0.family != nil }
        guard let first = known.first, let other = known.first(where: { $0.family != first.family }),
            let one = first.family?.rawValue, let two = other.family?.rawValue
        else { return }
        reading.fault(
            .notCommuting, at: other.place, "'\(column.name)' is folded by \(two) here and by \(one) elsewhere",
            hint: "the other is at \(first.place); give each of them a column of its own")
    }

    /// The family of an expression that the compiler has taken for a re-keyed table, whose own forms are but few.
    private static func family(_ form: Assignment.Form, _ text: String) -> Family? {
        switch form {
        case .add, .subtract: return .sum
        case .least: return .least
        case .greatest: return .greatest
        case .value, .coalesce: return nil
        case .other:
            let start = text.lowercased().drop { $0.isWhitespace }
            if start.hasPrefix("min") { return .least }
            return start.hasPrefix("max") ? .greatest : .sum
        }
    }
}
