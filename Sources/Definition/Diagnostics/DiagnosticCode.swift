// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The codes of a projection file's faults; `projectord check --json` prints the raw values.
public enum DiagnosticCode: String, Hashable, Sendable, CaseIterable {
    /// The file is not YAML, or cannot be read.
    case notYAML = "not-yaml"
    /// A key of a mapping stands twice.
    case repeatedKey = "repeated-key"
    /// A key that projectord does not know.
    case unknownKey = "unknown-key"
    /// A key that must be there is missing.
    case missingKey = "missing-key"
    /// A value is of the wrong YAML kind, or not one of those allowed.
    case badValue = "bad-value"
    /// A name is not allowed, or ours.
    case badName = "bad-name"
    /// Two things bear one name.
    case repeatedName = "repeated-name"
    /// A name refers to nothing.
    case unknownName = "unknown-name"
    /// A type that projectord does not know.
    case unknownType = "unknown-type"
    /// Something that is designed but not built yet.
    case notSupportedYet = "not-supported-yet"
    /// A path such as `$.a.b` is not well formed.
    case badPath = "bad-path"
    /// An expression is refused.
    case badExpression = "bad-expression"
    /// A path needs its type written around it.
    case untypedPath = "untyped-path"
    /// A fold of a re-keyed table does not commute.
    case notCommuting = "not-commuting"
    /// A query is refused.
    case badQuery = "bad-query"
    /// A query's plan scans or sorts, and an index would help.
    case needsIndex = "needs-index"
    /// Something in SQL whose result could differ from one run to the next.
    case nondeterministic = "nondeterministic"
    /// A view is refused.
    case badView = "bad-view"
    /// A view joins something that has no key by which its rows could be found again.
    case noKey = "no-key"
    /// A join or a correlated SELECT has no equality, so that every row would depend on every change.
    case notEquality = "not-equality"
    /// A SELECT within a view's expression does not depend on the row.
    case uncorrelated
    /// A column outside of GROUP BY whose value is any of its group's.
    case bareColumn = "bare-column"
    /// An aggregate whose value cannot be kept exactly by adding and taking away.
    case notInvertible = "not-invertible"
    /// A window function without PARTITION BY.
    case windowWithoutPartition = "window-without-partition"
    /// A function in a view that fails for some values, which would end the view one day.
    case canFail = "can-fail"
    /// A clause that a view cannot have.
    case unsupportedClause = "unsupported-clause"
}
