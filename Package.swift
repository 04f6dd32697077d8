// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import PackageDescription

/// What every Swift target is built with; see docs/contributing.md.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
    .strictMemorySafety(),
]

/// A room of `Sources/`: it may import only what stands here, and `TidyTests` holds that the arrows point one way.
func room(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .target(
        name: name,
        dependencies: dependencies,
        exclude: ["README.md"],
        resources: resources,
        swiftSettings: strict
    )
}

/// The tests of a room.
func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

let package = Package(
    name: "projectord",
    targets: [
        .systemLibrary(
            name: "CRdKafka", path: "Sources/CLibraries/CRdKafka", pkgConfig: "rdkafka",
            providers: [.apt(["librdkafka-dev"])]),
        .systemLibrary(
            name: "CYaml", path: "Sources/CLibraries/CYaml", pkgConfig: "yaml-0.1",
            providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(
            name: "CCurl", path: "Sources/CLibraries/CCurl", pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(
            name: "CSQLite", path: "Sources/CLibraries/CSQLite",
            linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(
            name: "CSimdJSON", path: "Sources/CLibraries/CSimdJSON",
            linkerSettings: [.linkedLibrary("simdjson")]),
        .target(
            name: "CMicrohttpd", path: "Sources/CLibraries/CMicrohttpd",
            linkerSettings: [.linkedLibrary("microhttpd")]),

        room("KafkaClient", ["CRdKafka"]),
        room("SQLite", ["CSQLite"]),
        room("HTTPServer", ["CMicrohttpd"]),
        room("HTTPClient", ["CCurl"]),
        room("Events", ["CSimdJSON"]),
        room("Definition", ["CYaml", "SQLite", "Events"]),
        room("ReadModel", ["SQLite", "Definition", "Events"]),
        room("Views", ["SQLite", "Definition", "Events"]),
        room("Projector", ["KafkaClient", "SQLite", "Events", "Definition", "ReadModel", "Views"]),
        room("QueryServer", ["SQLite", "Events", "Definition", "ReadModel", "Projector", "HTTPServer"]),
        room("SampleShop", ["KafkaClient", "SQLite", "HTTPServer"]),
        .executableTarget(
            name: "projectord",
            dependencies: [
                "KafkaClient", "SQLite", "HTTPServer", "HTTPClient", "Events", "Definition", "ReadModel", "Views",
                "Projector", "QueryServer", "SampleShop",
            ],
            exclude: ["README.md"],
            swiftSettings: strict),

        // Spoilt records, for the tests of the fold and of the built daemon.
        .target(name: "Mutants", path: "Tests/Mutants", swiftSettings: strict),
        tests("KafkaClientTests", ["KafkaClient"]),
        tests("SQLiteTests", ["SQLite"]),
        tests("HTTPServerTests", ["HTTPServer"]),
        tests("HTTPClientTests", ["HTTPClient", "HTTPServer"]),
        tests("EventsTests", ["Events"], resources: [.copy("Samples")]),
        tests("DefinitionTests", ["Definition", "Views", "SQLite", "Events"]),
        tests("ReadModelTests", ["ReadModel", "SQLite", "Definition", "Events", "Mutants"]),
        tests("ViewsTests", ["Views", "SQLite", "Definition", "Events"]),
        tests(
            "ProjectorTests", ["Projector", "ReadModel", "Views", "KafkaClient", "SQLite", "Definition", "Events"]),
        tests(
            "QueryServerTests",
            [
                "QueryServer", "Projector", "ReadModel", "Views", "HTTPServer", "SQLite", "Definition", "KafkaClient",
                "Events",
            ]),
        tests("SampleShopTests", ["SampleShop", "KafkaClient", "SQLite", "HTTPServer", "HTTPClient"]),
        tests("CommandTests", ["projectord"]),
        tests("TidyTests", []),
        tests("IntegrationTests", ["KafkaClient", "SQLite", "HTTPClient", "SampleShop", "Mutants"]),
    ],
    cxxLanguageStandard: .cxx17
)
