// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Testing

/// The part of a page that is made from the code, between two marks.
struct GeneratedSection {
    static let begin = "<!-- made from the code by: REWRITE=1 swift test --filter CommandTests -->\n"
    static let end = "<!-- end of what is made from the code -->\n"

    var page: String

    /// Compares the section with what it should be, or writes it.
    func expect(_ wanted: String) throws {
        let text = try Repository.text(page)
        let begin = try #require(text.range(of: Self.begin), "\(page) has no begin mark")
        let end = try #require(
            text.range(of: Self.end, range: begin.upperBound..<text.endIndex), "\(page) has no end mark")
        let section = begin.upperBound..<end.lowerBound
        if Repository.isRewriting {
            try Repository.write(text.replacingCharacters(in: section, with: wanted), to: page)
        } else {
            #expect(String(text[section]) == wanted, "REWRITE=1 swift test --filter CommandTests writes \(page)")
        }
    }
}
