// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import QueryServer
import Testing

/// The admin listener.
@Suite("Admin")
struct AdminTests {
    @Test("R40: the status tells the query address, the state and each partition")
    func status() throws {
        let daemon = try Daemon.shared()
        // Other tests may just have written something: it is applied in a moment.
        try daemon.wait("the last record's application") {
            daemon.admin.ask("/admin/v1")?.text.contains("\"progress\":1.000") == true
        }
        let answer = try #require(daemon.admin.ask("/admin/v1"))
        #expect(answer.text("query_address") == "http://127.0.0.1:\(daemon.server.queryPort)")
        #expect(answer.text("version") == "1.2.3")
        let projections = try #require(answer.object["projections"] as? [[String: Any]])
        #expect(projections[0]["state"] as? String == "running" && projections[0]["building"] is NSNull)
        let live = try #require(projections[0]["live"] as? [String: Any])
        #expect(live["generation"] as? Int == 1 && live["progress"] is Double)
        let partitions = try #require(live["partitions"] as? [[String: Any]])
        #expect(partitions.count == 3)
        let orders = try #require(partitions.first { $0["delivered"] as? Int == 300 })
        #expect(orders["applied"] as? Int == 300 && orders["done"] as? Int == 300 && orders["log_end"] as? Int == 300)
        let one = try #require(daemon.admin.ask("/admin/v1/shop"))
        #expect(one.text("name") == "shop" && one.text("query_address") == answer.text("query_address"))
    }

    @Test("the metrics say what they should")
    func metrics() throws {
        let daemon = try Daemon.shared()
        for target in ["/v1/shop/by-id?id=1", "/v1/shop/by-id", "/v1/shop/_wait?_after=orders/0@0"] {
            _ = daemon.client.ask(target)
        }
        let answer = try #require(daemon.admin.ask("/metrics"))
        #expect(answer.header("Content-Type")?.hasPrefix("text/plain; version=0.0.4") == true)
        let expected = [
            #"projectord_build_info{version="1.2.3"} 1"#,
            #"projectord_position_offset{projection="shop",topic="orders",partition="0"} 300"#,
            #"projectord_log_end_offset{projection="shop",topic="orders",partition="0"} 300"#,
            #"projectord_consumer_lag_records{projection="shop",topic="orders",partition="0"} 0"#,
            #"projectord_records_total{projection="shop",topic="orders",partition="0",outcome="applied"} 300"#,
            #"projectord_http_request_duration_seconds_bucket{query="shop/by-id",status="200",le="+Inf"}"#,
            #"projectord_http_request_duration_seconds_count{query="shop/by-id",status="400"}"#,
            #"projectord_projection_state{projection="shop",state="running"} 1"#,
            "projectord_lag_seconds{projection=\"shop\"} ", "projectord_wal_bytes{projection=\"shop\"} ",
        ]
        for line in expected { #expect(answer.text.contains(line), "\(line)") }
    }

    static let promtool = ["/usr/bin/promtool", "/usr/local/bin/promtool"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    @Test("promtool has nothing to say about the metrics", .enabled(if: promtool != nil, "promtool is not installed"))
    func promtoolAgrees() throws {
        let page = try #require(try Daemon.shared().admin.ask("/metrics"))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Self.promtool))
        process.arguments = ["check", "metrics"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        input.fileHandleForWriting.write(Data(page.body))
        try input.fileHandleForWriting.close()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0 && said.isEmpty, "\(said)")
    }
}
