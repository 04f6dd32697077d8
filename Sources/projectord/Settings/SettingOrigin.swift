// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition

/// Where a setting's value came from.
enum SettingOrigin: Hashable, Sendable {
    case flag(String)
    case variable(String)
    case file(Place)
    case fallback

    /// The origin in words.
    var text: String {
        switch self {
        case .flag(let name): "flag --\(name)"
        case .variable(let name): "variable \(name)"
        case .file(let place): place.description
        case .fallback: "default"
        }
    }
}
