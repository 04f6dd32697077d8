// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation

/// Rows as Debezium's PostgreSQL connector sends them: about 500 bytes bare, and 2 KB with their schema.
enum BenchChanges {
    static func bare(_ number: Int) -> (key: String, value: String) {
        (
            "{\"id\":\(number + 1)}",
            payload(number, credit: "\"\(number % 5_000).\(BenchEvents.padded(number % 100, 2))\"")
        )
    }

    static func withSchema(_ number: Int) -> (key: String, value: String) {
        let key = """
            {"schema":{"type":"struct","fields":[{"type":"int32","optional":false,"field":"id"}],"optional":false,\
            "name":"shop.public.customers.Key"},"payload":{"id":\(number + 1)}}
            """
        // A decimal(10, 2) comes as the base64 of its unscaled bytes.
        let unscaled = UInt32(number % 5_000 * 100 + number % 100)
        let bytes = (0..<4).map { UInt8(truncatingIfNeeded: unscaled >> (24 - 8 * $0)) }
        return (key, "{\"schema\":\(schema),\"payload\":\(payload(number, credit: "\"\(base64(bytes))\""))}")
    }

    private static func payload(_ number: Int, credit: String) -> String {
        let id = number + 1
        let digits = BenchEvents.padded(id, 8)
        return """
            {"before":null,"after":{"id":\(id),"name":"Customer \(digits)",\
            "city":"\(BenchEvents.cities[id % BenchEvents.cities.count])","credit":\(credit),\
            "updated_at":\(1_778_000_000_000_000 + number * 1_000),"email":"customer\(digits)@example.org",\
            "newsletter":true},"source":{"version":"3.6.0.Final","connector":"postgresql","name":"shop",\
            "ts_ms":\(1_778_000_000_000 + number),"snapshot":"false","db":"shop","sequence":"[null,\\"\(number)\\"]",\
            "schema":"public","table":"customers","txId":\(number),"lsn":\(26_000_000 + number),"xmin":null},\
            "transaction":null,"op":"c","ts_ms":\(1_778_000_000_100 + number)}
            """
    }

    private static let schema: String = {
        func field(_ type: String, _ name: String, optional: Bool = true) -> String {
            "{\"type\":\"\(type)\",\"optional\":\(optional),\"field\":\"\(name)\"}"
        }
        let row = [
            field("int32", "id", optional: false), field("string", "name"), field("string", "city"),
            """
            {"type":"bytes","optional":true,"name":"org.apache.kafka.connect.data.Decimal","version":1,\
            "parameters":{"scale":"2","connect.decimal.precision":"10"},"field":"credit"}
            """,
            """
            {"type":"int64","optional":true,"name":"io.debezium.time.MicroTimestamp","version":1,"field":"updated_at"}
            """,
            field("string", "email"), field("boolean", "newsletter"),
        ].joined(separator: ",")
        let source = [
            field("string", "version"), field("string", "connector"), field("string", "name"),
            field("int64", "ts_ms"), field("string", "snapshot"), field("string", "db"), field("string", "sequence"),
            field("string", "schema"), field("string", "table"), field("int64", "txId"), field("int64", "lsn"),
            field("int64", "xmin"),
        ].joined(separator: ",")
        func image(_ name: String) -> String {
            """
            {"type":"struct","fields":[\(row)],"optional":true,"name":"shop.public.customers.Value","field":"\(name)"}
            """
        }
        let fields = [
            image("before"), image("after"),
            """
            {"type":"struct","fields":[\(source)],"optional":false,\
            "name":"io.debezium.connector.postgresql.Source","field":"source"}
            """,
            field("string", "op", optional: false), field("int64", "ts_ms"),
        ].joined(separator: ",")
        return """
            {"type":"struct","fields":[\(fields)],"optional":false,"name":"shop.public.customers.Envelope","version":2}
            """
    }()

    private static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}
