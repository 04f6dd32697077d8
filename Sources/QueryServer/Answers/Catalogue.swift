// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events

/// All projections and queries, as `GET /v1` lists them.
enum Catalogue {
    static func body(_ projections: [Projection]) -> [UInt8] {
        var buffer = JSONBuffer()
        buffer.list("{\"projections\":[", projections, "]}") { buffer, projection in
            buffer.raw("{\"name\":")
            buffer.string(projection.name)
            buffer.raw(",\"description\":")
            buffer.string(projection.description)
            buffer.raw(",\"inputs\":")
            buffer.list("[", projection.sources.map(\.topic), "]") { $0.string($1) }
            buffer.raw(",\"position\":")
            buffer.string("/v1/\(projection.name)/_position")
            buffer.raw(",\"queries\":")
            buffer.list("[", projection.queries, "]") { write($1, of: projection, to: &$0) }
            buffer.raw("}")
        }
        return buffer.bytes
    }

    private static func write(_ query: Query, of projection: Projection, to buffer: inout JSONBuffer) {
        buffer.raw("{\"name\":")
        buffer.string(query.name)
        buffer.raw(",\"path\":")
        buffer.string("/v1/\(projection.name)/\(query.name)")
        buffer.raw(",\"description\":")
        buffer.string(query.description)
        buffer.raw(",\"parameters\":")
        buffer.list("[", query.parameters, "]") { write($1, to: &$0) }
        buffer.raw(",\"columns\":")
        buffer.list("[", query.columns, "]") { buffer, column in
            buffer.raw("{\"name\":")
            buffer.string(column.name)
            buffer.raw(",\"type\":")
            if let type = column.type { buffer.string(type.name) } else { buffer.raw("null") }
            buffer.raw("}")
        }
        buffer.raw(",\"order\":")
        buffer.list("[", query.order, "]") { $0.string($1) }
        buffer.raw(",\"limit\":{\"default\":\(query.limitDefault),\"max\":\(query.limitMax)}")
        buffer.raw(",\"scan\":\(query.allowsScan)}")
    }

    private static func write(_ parameter: Query.Parameter, to buffer: inout JSONBuffer) {
        buffer.raw("{\"name\":")
        buffer.string(parameter.name)
        buffer.raw(",\"type\":")
        buffer.string(parameter.type.name + (parameter.isList ? "[]" : ""))
        buffer.raw(",\"required\":\(parameter.isRequired)")
        if !parameter.defaults.isEmpty {
            buffer.raw(",\"default\":")
            if parameter.isList {
                buffer.list("[", parameter.defaults, "]") { $0.answered($1, parameter.type) }
            } else {
                buffer.answered(parameter.defaults[0], parameter.type)
            }
        }
        if !parameter.allowed.isEmpty {
            buffer.raw(",\"enum\":")
            buffer.list("[", parameter.allowed, "]") { $0.answered($1, parameter.type) }
        }
        buffer.raw("}")
    }
}
