// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Testing

/// The arrows between the rooms point one way, and each outside library has one door.
@Suite("Arrows")
struct ArrowTests {
    /// What each room may import; a new room or arrow is a decision, taken here and in Package.swift alike.
    static let arrows: [String: Set<String>] = [
        "KafkaClient": ["CRdKafka"],
        "SQLite": ["CSQLite"],
        "HTTPServer": ["CMicrohttpd"],
        "HTTPClient": ["CCurl"],
        "Events": ["CSimdJSON"],
        "Definition": ["CYaml", "SQLite", "Events"],
        "ReadModel": ["SQLite", "Definition", "Events"],
        "Views": ["SQLite", "Definition", "Events"],
        "Projector": ["KafkaClient", "SQLite", "Events", "Definition", "ReadModel", "Views"],
        "QueryServer": ["SQLite", "Events", "Definition", "ReadModel", "Projector", "HTTPServer"],
        "SampleShop": ["KafkaClient", "SQLite", "HTTPServer"],
        "projectord": [
            "KafkaClient", "SQLite", "HTTPServer", "HTTPClient", "Events", "Definition", "ReadModel", "Views",
            "Projector", "QueryServer", "SampleShop",
        ],
    ]

    /// What comes with the toolchain, without FoundationNetworking: HTTPClient's README tells why.
    static let toolchain: Set<String> = ["Foundation", "FoundationEssentials", "Synchronization", "Glibc", "Dispatch"]

    /// The modules a file imports, with the line.
    static func imports(of file: SourceFile) -> [Match] {
        file.code.matches(
            of: #"^[ \t]*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|private|fileprivate)\s+)?"#
                + #"import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)"#)
    }

    /// The imports of a file that its room may not have.
    static func faults(in file: SourceFile) -> [String] {
        let allowed = (arrows[file.room] ?? []).union(toolchain)
        return imports(of: file).filter { !allowed.contains($0.text) }.map {
            "\(file.path):\($0.line): \(file.room) may not import \($0.text)"
        }
    }

    @Test("a room imports only what stands below it")
    func arrowsPointOneWay() {
        expectNone(
            SourceTree.swiftFiles.filter { $0.path.hasPrefix("Sources/") }.flatMap(Self.faults),
            "imports against the arrows")
    }

    @Test("no file, of the tests neither, imports FoundationNetworking")
    func noURLSession() {
        expectNone(
            SourceTree.swiftFiles.filter { file in
                Self.imports(of: file).contains { $0.text == "FoundationNetworking" }
            }.map(\.path),
            "ask by HTTPClient")
    }

    @Test("the table of arrows has every room, and is what Package.swift says")
    func tableIsTheManifest() throws {
        #expect(Set(Self.arrows.keys) == Set(SourceTree.rooms))
        let manifest = try #require(SourceTree.text("Package.swift"))
        for (room, arrows) in Self.arrows where room != "projectord" {
            let declared = manifest.matches(of: #"room\(\s*"\#(room)",\s*\[([^\]]*)\]"#).first?.text ?? ""
            #expect(Set(declared.matches(of: #""(\w+)""#).map(\.text)) == arrows, "room \(room)")
        }
    }

    @Test("each C library is imported by one room")
    func oneDoorALibrary() {
        for library in Set(SourceTree.entries(of: "Sources/CLibraries")) {
            let rooms = Set(
                SourceTree.swiftFiles.filter { file in Self.imports(of: file).contains { $0.text == library } }
                    .map(\.room))
            #expect(Self.arrows.values.count { $0.contains(library) } == 1, "\(library) in the table")
            #expect(rooms.count <= 1, "\(library) is imported by \(rooms.sorted())")
        }
    }

    @Test("a forbidden import is found in all its forms")
    func forbiddenImportIsFound() {
        let file = SourceFile(
            path: "Sources/Events/Bad.swift",
            text: """
                import Foundation
                // import KafkaClient
                public import CSimdJSON
                public import Projector
                @preconcurrency import struct ReadModel.Row
                internal import FoundationNetworking
                    @_exported   import SQLite
                let text = "import Definition"
                """)
        #expect(Self.imports(of: file).map(\.line) == [1, 3, 4, 5, 6, 7])
        #expect(
            Self.faults(in: file) == [
                "Sources/Events/Bad.swift:4: Events may not import Projector",
                "Sources/Events/Bad.swift:5: Events may not import ReadModel",
                "Sources/Events/Bad.swift:6: Events may not import FoundationNetworking",
                "Sources/Events/Bad.swift:7: Events may not import SQLite",
            ])
    }
}
