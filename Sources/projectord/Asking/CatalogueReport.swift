// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation

/// What `GET /v1` tells of a daemon's queries, as far as it is needed to ask one.
struct CatalogueReport: Decodable, Sendable {
    struct Parameter: Decodable, Sendable {
        var name: String
        var type: String
        var required: Bool
    }

    struct Column: Decodable, Sendable {
        var name: String
    }

    struct Query: Decodable, Sendable {
        var name: String
        var parameters: [Parameter]
        var columns: [Column]
    }

    struct Projection: Decodable, Sendable {
        var name: String
        var queries: [Query]
    }

    var projections: [Projection]

    /// A query by its two names.
    func find(_ projection: String, _ query: String) -> Query? {
        // A past generation mostly has the queries that the live one has.
        let name = projection.prefix { $0 != "@" }
        return projections.first { $0.name == name }?.queries.first { $0.name == query }
    }

    /// The names of all queries, as they are asked for.
    var names: [String] {
        projections.flatMap { projection in projection.queries.map { "\(projection.name)/\($0.name)" } }
    }
}
