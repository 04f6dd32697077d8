// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What a history must be, from all events in their order: another way than the fold's.
struct ExpectedHistory {
    struct Version: Equatable {
        var from: String
        var to: String
        var values: [String]
    }

    static let start = "0001-01-01T00:00:00.000000Z"
    static let end = "9999-12-31T23:59:59.999999Z"

    private(set) var versions: [String: [Version]] = [:]
    private(set) var rows: [String: [String]] = [:]

    /// The row of a key takes new values at `time`; nil if it goes.
    mutating func take(_ key: String, _ values: [String]?, at time: String, isSnapshot: Bool = false) {
        var known = versions[key, default: []]
        defer {
            versions[key] = known
            rows[key] = values
        }
        if rows[key] != nil, let last = known.last {
            if rows[key] == values { return }
            let moment = max(last.from, time)
            known[known.count - 1].to = moment
            if moment == last.from { known.removeLast() }
            if let values { known.append(Version(from: moment, to: Self.end, values: values)) }
        } else if let values {
            let first = isSnapshot ? Self.start : time
            let moment = known.last.map { max($0.to, time) } ?? first
            known.append(Version(from: moment, to: Self.end, values: values))
        }
    }

    /// The rows as `SELECT * … ORDER BY` key and `valid_from` gives them.
    var lines: [String] {
        versions.keys.sorted().flatMap { key in
            versions[key, default: []].map { version in
                ([key] + version.values + ["'\(version.from)'", "'\(version.to)'"]).joined(separator: ", ")
            }
        }
    }
}
