// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Testing

/// Unsafe code stays in the rooms that need it, and a promise the compiler can't check comes with its proof.
@Suite("Safety")
struct SafetyTests {
    /// Where `unsafe` may be said: what wraps a C library, and the cells of the fold.
    static let unsafeFolders = [
        "Sources/KafkaClient/", "Sources/SQLite/", "Sources/HTTPServer/", "Sources/HTTPClient/", "Sources/Events/",
        "Sources/Definition/YAML/", "Sources/ReadModel/Fold/",
    ]

    /// Promises that the compiler takes on our word.
    static let promise = #"@unchecked\s+Sendable|\bnonisolated\(unsafe\)|@safe\b"#

    static func unsafeFaults(in file: SourceFile) -> [String] {
        if unsafeFolders.contains(where: file.path.hasPrefix) { return [] }
        return file.places(of: #"(?<!nonisolated\()\bunsafe\b"#, in: \.code, what: "unsafe")
    }

    static func proofFaults(in file: SourceFile) -> [String] {
        let promises = file.code.matches(of: promise)
        let proofs = file.comments.matches(of: #"(?i)\bproof\b"#).count
        guard promises.count > proofs else { return [] }
        return promises.map { "\(file.path):\($0.line): \($0.text), with \(proofs) proofs in the file" }
    }

    @Test("only the rooms that wrap a C library, and the fold's cells, say unsafe")
    func unsafeStaysInItsRooms() {
        expectNone(
            SourceTree.swiftFiles.filter { $0.path.hasPrefix("Sources/") }.flatMap(Self.unsafeFaults),
            "unsafe outside \(Self.unsafeFolders.joined(separator: ", "))")
    }

    @Test("each promise the compiler can't check has a comment that says Proof")
    func promisesAreProven() {
        expectNone(SourceTree.swiftFiles.flatMap(Self.proofFaults), "promises without a comment `Proof: ...`")
    }

    @Test("unsafe code and unproven promises are found")
    func faultsAreFound() {
        let file = SourceFile(
            path: "Sources/Projector/Bad.swift",
            text: """
                // unsafe is only a word here. Proof: one of two.
                final class Shared: @unchecked Sendable {
                    nonisolated(unsafe) var count = 0
                    func read(_ p: UnsafePointer<Int>) -> Int { unsafe p.pointee }
                }
                """)
        #expect(Self.unsafeFaults(in: file) == ["Sources/Projector/Bad.swift:4: unsafe"])
        #expect(Self.proofFaults(in: file).count == 2)
        let proven = SourceFile(path: "Sources/SQLite/Good.swift", text: "// Proof: a lock\n@safe struct Handle {}")
        #expect(Self.proofFaults(in: proven).isEmpty)
        #expect(Self.unsafeFaults(in: SourceFile(path: "Sources/SQLite/Row.swift", text: "unsafe x()")).isEmpty)
    }
}
