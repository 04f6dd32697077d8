// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A text that is not YAML.
struct YAMLError: Error {
    /// What libyaml says.
    var problem: String
    /// Where, in Unicode scalars; nil if `byte` says it.
    var scalar: Int?
    /// Where, in bytes.
    var byte = 0
    /// What libyaml was doing, such as `while parsing a flow mapping`; empty if it does not say.
    var context = ""
    /// Where that began, in Unicode scalars.
    var contextScalar = 0
}
