// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Testing

/// What no file may hold.
@Suite("Banned")
struct BannedTests {
    /// Each with why.
    static let banned = [
        #"\bfatalError\("#: "fatalError: a fault is a value",
        #"\btry!"#: "try!: a fault is a value",
        #"\bas!"#: "as!: ask with as?",
        #"\bThread\.sleep\b"#: "Thread.sleep: wait on a condition with a deadline",
        #"\bTask\.sleep\b"#: "Task.sleep: wait on a condition with a deadline",
        #"(?<!Thread\.|Task\.)\b(?:u|nano)?sleep\("#: "sleep: wait on a condition with a deadline",
    ]

    /// Files that may all the same, each with why; the list may only shrink.
    static let allowed: [String: String] = [:]

    static func faults(in file: SourceFile) -> [String] {
        if allowed[file.path] != nil { return [] }
        return banned.flatMap { pattern, why in file.places(of: pattern, in: \.code, what: why) }.sorted()
            + file.places(of: #"\b(?:TODO|FIXME|XXX)\b"#, in: \.comments, what: "a note to self: do it or drop it")
    }

    @Test("no file crashes on purpose, sleeps, or holds a note to self")
    func nothingBanned() {
        expectNone((SourceTree.swiftFiles + SourceTree.cFiles).flatMap(Self.faults), "banned")
        for path in Self.allowed.keys {
            #expect(SourceTree.text(path) != nil, "\(path) is allowed something, but not there")
        }
    }

    @Test("each banned thing is found in code, and not in a string")
    func faultsAreFound() {
        let bad = """
            fatalError("x"); try! f(); y as! Z; Thread.sleep(forTimeInterval: 1); usleep(5); sleep(1)
            // FIXME later
            let text = "fatalError( try! as! sleep( TODO"
            let fine = asleep(1) // as usual; try again!
            """
        let found = Self.faults(in: SourceFile(path: "Tests/EventsTests/Bad.swift", text: bad))
        #expect(found.count == 7)
        #expect(found.allSatisfy { $0.contains(":1:") || $0.contains(":2:") })
    }
}
