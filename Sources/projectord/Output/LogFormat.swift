// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation
internal import Projector

/// How a fact becomes a line.
enum LogFormat: String, CaseIterable, Sendable {
    /// `time level message key=value…`, for people.
    case text
    /// One JSON object, for collectors.
    case json

    /// The longest value that is written, in characters: a fault may quote a record, but must not flood the log.
    static let valueCharactersMax = 2_000

    /// The line, with its line break.
    func line(_ fact: LogLine, time: Date) -> String {
        switch self {
        case .text:
            let fields = fact.fields.map { " \($0.name)=\(Self.quoted(Self.cut($0.value)))" }.joined()
            return "\(Self.timestamp(time)) \(fact.level.rawValue) \(Printable.text(fact.message))\(fields)\n"
        case .json:
            let own = [("time", Self.timestamp(time)), ("level", fact.level.rawValue), ("message", fact.message)]
            let fields = (own + fact.fields).map { (name: $0.0, json: JSONText.string(Self.cut($0.1))) }
            return JSONText.object(fields) + "\n"
        }
    }

    /// UTC, to the millisecond.
    static func timestamp(_ time: Date) -> String {
        time.formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true)) + "Z"
    }

    /// A value as it stands if it is one plain word, else in quotes.
    static func quoted(_ value: String) -> String {
        let isPlain = value.unicodeScalars.allSatisfy { scalar in
            !Printable.isHidden(scalar) && !scalar.properties.isWhitespace && !["\"", "\\", "="].contains(scalar)
        }
        if isPlain, !value.isEmpty { return value }
        var result = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where Printable.isHidden(scalar): result += Printable.escape(scalar)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func cut(_ value: String) -> String {
        value.count <= valueCharactersMax ? value : value.prefix(valueCharactersMax) + "…"
    }
}
