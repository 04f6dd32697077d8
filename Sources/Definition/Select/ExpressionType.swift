// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import Events

/// What is known of an expression's values (R23).
public struct ExpressionType: Hashable, Sendable {
    /// The type; nil where it cannot be told.
    public var type: ValueType?
    /// Whether it may be NULL.
    public var isNullable: Bool
    /// Whether it is NULL, which goes with every type.
    var isNull = false
    /// Whether it is a whole number as written, which goes with a decimal, whose units it counts (R11).
    var isWhole = false

    init(_ type: ValueType?, isNullable: Bool) {
        self.type = type
        self.isNullable = isNullable
    }

    /// What is NULL always.
    static var null: ExpressionType {
        var null = ExpressionType(nil, isNullable: true)
        null.isNull = true
        return null
    }

    /// A type of which nothing is known.
    static let unknown = ExpressionType(nil, isNullable: true)

    /// What values have that come from one of several expressions; NULL if any may be NULL.
    static func common(_ all: [ExpressionType]) -> ExpressionType {
        guard var result = all.first else { return .unknown }
        for other in all.dropFirst() {
            let isNullable = result.isNullable || other.isNullable
            if result.isNull {
                result = other
            } else if !other.isNull {
                result.type = common(result, other)
                result.isWhole = result.isWhole && other.isWhole
            }
            result.isNullable = isNullable
        }
        return result
    }

    private static func common(_ one: ExpressionType, _ other: ExpressionType) -> ValueType? {
        guard let first = one.type, let second = other.type else { return nil }
        if first == second { return first }
        switch (first, second) {
        case (.decimal, .integer) where other.isWhole: return first
        case (.integer, .decimal) where one.isWhole: return second
        case (.integer, .boolean), (.boolean, .integer): return .integer
        default: return first.isStoredAsText && second.isStoredAsText ? .text : nil
        }
    }
}

extension ValueType {
    /// Whether SQLite stores it as a text.
    var isStoredAsText: Bool { self == .text || self == .json || self == .timestamp || self == .date }

    /// Whether SQLite stores it as an integer.
    var isStoredAsInteger: Bool {
        switch self {
        case .integer, .boolean, .decimal: true
        default: false
        }
    }
}
