// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import ReadModel
import Testing

struct ChangeTests {
    private static func model(_ decimals: Source.DecimalEncoding?) throws -> Model {
        var projection = try Definitions.read(
            """
            projection: shop
            sources:
              customers: {topic: customers}
            tables:
              customers:
                from: customers
                key: {id: integer}
                columns: {name: text, credit: decimal(2), since: date}
            """)
        projection.sources[0].format = .debezium
        projection.sources[0].decimals = decimals
        return try Model(projection)
    }

    private static func change(_ op: String, _ id: Int, _ columns: String) -> Record {
        let after = op == "d" ? "null" : "{\"id\":\(id),\(columns)}"
        return Record(
            "{\"id\":\(id)}", "{\"before\":null,\"after\":\(after),\"source\":{},\"op\":\"\(op)\",\"ts_ms\":5}")
    }

    @Test("R18: a table follows the changes of its rows")
    func follows() throws {
        let model = try Self.model(.base64)
        try model.commit(
            Self.change("r", 1, #""name":"a","credit":"AeI6","since":19782"#),
            Self.change("c", 2, #""name":"b","credit":"/w==","since":null"#),
            Self.change("u", 1, #""name":"c","credit":null,"since":-1"#),
            Self.change("c", 3, #""name":"d","credit":"AA==","since":0"#),
            Self.change("d", 2, ""), Record("{\"id\":2}", nil))
        #expect(try model.table("customers") == ["1, 'c', NULL, '1969-12-31'", "3, 'd', 0, '1970-01-01'"])
    }

    @Test("R18: a value that may be written in several ways stops with its own code")
    func encodingMissing() throws {
        let model = try Self.model(nil)
        let fault = try #require(model.fault(Self.change("c", 1, #""name":"a","credit":"AeI6","since":1"#)))
        #expect(fault.code == .encodingMissing)
        #expect(fault.message.hasPrefix("$.credit: found `\"AeI6\"`, which may be written in several ways"))
        let text = try Self.model(.text)
        #expect(text.fault(Self.change("c", 1, #""name":"a","credit":"AeI6","since":1"#))?.code == .badValue)
    }
}
