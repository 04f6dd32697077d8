// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// How the process ends.
enum ExitCode: Int32, CaseIterable, Sendable {
    /// All went well.
    case success = 0
    /// A difference was found, or something asked for was refused.
    case difference = 1
    /// The call is wrong.
    case usage = 64
    /// A projection file is wrong.
    case projection = 65
    /// The daemon cannot be reached, or cannot answer now.
    case unreachable = 69
    /// A fault of projectord itself.
    case bug = 70
    /// The data folder or a file cannot be used.
    case store = 74
    /// A setting is wrong.
    case settings = 78

    /// What it means, for the documents.
    var meaning: String {
        switch self {
        case .success: "all went well"
        case .difference: "a difference was found, or what was asked for was refused"
        case .usage: "the call is wrong: an unknown command, flag, projection, query or parameter"
        case .projection: "a projection file has faults; all of them are printed"
        case .unreachable: "no daemon answers at the admin address, or it cannot answer this now"
        case .bug: "a fault of projectord itself; please report it"
        case .store: "the data folder or a file cannot be used, another daemon has it, or the disk lost a write"
        case .settings: "a setting is wrong, or an address cannot be listened on"
        }
    }
}
