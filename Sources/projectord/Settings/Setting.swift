// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Projector

/// A setting: one name for its flag, its key in the settings file and, in capitals, its variable.
enum Setting: String, CaseIterable, Sendable {
    case projections
    case data
    case bootstrap
    case listen
    case admin
    case log
    case logLevel = "log-level"
    case loadMemory = "load-memory"

    /// The variable of the environment.
    var variable: String { "PROJECTORD_" + rawValue.uppercased().replacing("-", with: "_") }

    /// The value that stands if none is given; nil if one must be.
    var fallback: String? {
        switch self {
        case .projections: "projections"
        case .data: "data"
        case .bootstrap: nil
        case .listen: "127.0.0.1:8080"
        case .admin: "127.0.0.1:8081"
        case .log: LogFormat.text.rawValue
        case .logLevel: LogLevel.info.rawValue
        case .loadMemory: String(PipelineOptions.loadMemoryMB)
        }
    }

    /// What stands for the value in the help.
    var placeholder: String {
        switch self {
        case .projections, .data: "DIR"
        case .bootstrap: "HOST:PORT,..."
        case .listen, .admin: "HOST:PORT"
        case .log: LogFormat.allCases.map(\.rawValue).joined(separator: "|")
        case .logLevel: LogLevel.allCases.map(\.rawValue).joined(separator: "|")
        case .loadMemory: "MB"
        }
    }

    /// One line; no period.
    var summary: String {
        switch self {
        case .projections: "the folder of projection files, or one file"
        case .data: "the folder of the read models; one daemon has it at a time"
        case .bootstrap: "the Kafka brokers to ask first"
        case .listen: "where queries are answered; port 0 takes a free one"
        case .admin: "where status, health and metrics are answered"
        case .log: "the form of the log's lines"
        case .logLevel: "the least pressing lines that are logged"
        case .loadMemory: "the memory for rows while a read model is built, before they are written"
        }
    }

    /// In MB: with less each row is written over and over, and cells are numbered by 32 bits.
    static let loadMemoryRange = 8...2_048

    /// The setting as a flag of a command.
    var flag: Flag {
        Flag(
            name: rawValue, value: placeholder, summary: summary + (fallback.map { " (default: \($0))" } ?? ""),
            isRepeatable: self == .bootstrap)
    }

    /// What is wrong with a value; nil if nothing is.
    func fault(in value: String) -> String? {
        switch self {
        case .projections, .data: value.isEmpty ? "it is empty" : nil
        case .bootstrap: BrokerList.fault(in: value)
        case .listen, .admin: AddressCheck.fault(in: value)
        case .log: LogFormat(rawValue: value) == nil ? "it is neither text nor json" : nil
        case .logLevel: LogLevel(rawValue: value) == nil ? "it is none of \(placeholder)" : nil
        case .loadMemory:
            Setting.loadMemoryRange.contains(Int(value) ?? 0)
                ? nil
                : "it is no number from \(Setting.loadMemoryRange.lowerBound) to \(Setting.loadMemoryRange.upperBound)"
        }
    }

    /// An example of a good value.
    var example: String {
        switch self {
        case .bootstrap: "127.0.0.1:9092"
        default: fallback ?? ""
        }
    }
}
