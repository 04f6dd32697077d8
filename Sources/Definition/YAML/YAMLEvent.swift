// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What libyaml tells of a text, piece by piece.
enum YAMLEvent {
    case streamStart
    case streamEnd
    case documentStart
    case documentEnd
    case alias
    case scalar(String, YAMLNode.Style)
    case sequenceStart
    case sequenceEnd
    case mappingStart
    case mappingEnd
}

/// An event with its place, and what it may carry that is refused.
struct PlacedYAMLEvent {
    var event: YAMLEvent
    /// The offset of its first character, in Unicode scalars.
    var scalar: Int
    var isAnchored = false
    var isTagged = false
}

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
