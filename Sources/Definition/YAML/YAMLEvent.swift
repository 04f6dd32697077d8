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
