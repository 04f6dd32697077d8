// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

/// A match of a regular expression.
struct Match {
    /// The line it begins on, from 1.
    let line: Int
    /// Where it begins, in UTF-16 units: bytes, in the code of a `SourceFile`.
    let offset: Int
    /// The first group, or all of it where there is none.
    let text: String
}

extension String {
    /// All matches of a regular expression; `^` and `$` are the ends of a line.
    func matches(of pattern: String) -> [Match] {
        guard let expression = try? NSRegularExpression(pattern: pattern, options: .anchorsMatchLines) else {
            preconditionFailure("not a regular expression: \(pattern)")
        }
        let whole = self as NSString
        var line = 1
        var counted = 0
        return expression.matches(in: self, range: NSRange(location: 0, length: whole.length)).map { found in
            let start = found.range.location
            line += whole.substring(with: NSRange(location: counted, length: start - counted)).utf8.count { $0 == 10 }
            counted = start
            let group = found.numberOfRanges > 1 ? found.range(at: 1) : found.range
            return Match(
                line: line, offset: start, text: group.location == NSNotFound ? "" : whole.substring(with: group))
        }
    }
}
