// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Foundation
import HTTPServer
import KafkaClient
import Projector
import QueryServer
import ReadModel
import Synchronization
import Testing
import Views

/// A projector and a query server on an in-process Kafka.
final class Daemon: Sendable {
    let cluster: MockCluster
    let projector: Projector
    let server: QueryServer
    let producer: Producer
    let folder: String

    static let file = """
        projection: shop
        description: Orders for the tests.
        sources:
          orders: {topic: orders}
          notes: {topic: notes}
        tables:
          orders:
            from: orders
            key: {id: integer}
            columns:
              {name: text, total: decimal(2), paid: boolean, data: json, bytes: blob, weight: real, at: timestamp,
               day: date}
          notes: {from: notes, key: {id: text}, columns: {body: text}}
        queries:
          by-id:
            description: One order.
            sql: SELECT * FROM orders WHERE id = :id
            params: {id: {type: integer, required: true}}
          list: {sql: SELECT id FROM orders WHERE id < 100, order: [id desc], limit: {default: 2, max: 5}}
          some:
            sql: |
              SELECT id, :total AS total, :paid AS paid, :name AS name FROM orders
              WHERE id IN (SELECT value FROM json_each(:ids))
            params:
              ids: {type: "integer[]", default: [1, 2]}
              total: {type: decimal(2)}
              paid: boolean
              name: {type: text, enum: [ann, ""], default: ann}
            columns: {total: decimal(2), paid: boolean}
            order: [id]
          untyped:
            sql: |
              SELECT 9223372036854775807 AS big, 0.1 + 0.2 AS sum, 1e300 * 1e300 AS much, x'00ff' AS bytes,
                NULL AS none
              FROM orders WHERE id = 1
          note: {sql: "SELECT body FROM notes WHERE id = :id", params: {id: {type: text, required: true}}}
          fails: {sql: "SELECT abs(:n) AS n FROM orders WHERE id = 1", params: {n: {type: integer, required: true}}}
          heavy: {sql: "SELECT count(*) AS n FROM orders a, orders b, orders c", scan: true}
          endless:
            sql: SELECT count(*) AS n FROM orders a, orders b, orders c, orders d, orders e, orders f
            scan: true
        """

    init(file: String = Daemon.file, topics: [String] = ["orders", "notes"], isStarted: Bool = true) throws {
        cluster = try MockCluster()
        for topic in topics { try cluster.createTopic(topic, partitions: topic == "orders" ? 2 : 1) }
        // The mock lets a fetch wait its whole time, though records come meanwhile: 500 ms by default.
        let settings = try KafkaSettings(bootstrap: cluster.bootstrap, properties: ["fetch.wait.max.ms": "20"])
        producer = try Producer(settings: settings, log: { _ in })
        folder = NSTemporaryDirectory() + "query-server-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let read = ProjectionReader.read(files: [(path: "shop.yaml", text: file)], views: ViewCompiler())
        try #require(read.diagnostics.isEmpty, "\(read.diagnostics)")
        let options = PipelineOptions(kafka: settings, log: { _ in })
        projector = Projector(read.projections, folder: try DataFolder(path: folder), options: options)
        let loopback = ListenAddress(host: "127.0.0.1", port: 0)
        server = try QueryServer(
            projector: projector, listen: loopback, admin: loopback, version: "1.2.3",
            log: { if $0.level != .debug { print("query server: \($0.message) \($0.fields)") } })
        try server.start()
        if isStarted { projector.start() }
    }

    deinit {
        server.stop(graceMs: 100)
        _ = projector.stop(deadline: .now() + 10)
        try? FileManager.default.removeItem(atPath: folder)
    }

    var client: Client { Client(port: server.queryPort) }
    var admin: Client { Client(port: server.adminPort) }

    /// Writes a record and gives its token.
    func write(_ topic: String, key: String, _ value: String, partition: Int32 = 0) throws -> String {
        let place = try producer.sendAndWait(
            topic: topic, partition: partition, key: Array(key.utf8), value: Array(value.utf8))
        return "\(topic)/\(partition)@\(place.offset)"
    }

    /// Waits until the projection answers.
    func waitUntilLive() throws {
        try wait("the first build") { projector.runners[0].live != nil }
    }

    func wait(_ what: String, seconds: Double = 20, until isDone: () -> Bool) throws {
        let deadline = Date().addingTimeInterval(seconds)
        let pause = DispatchSemaphore(value: 0)
        while !isDone() {
            try #require(Date() < deadline, "\(what) did not come")
            _ = pause.wait(timeout: .now() + .milliseconds(5))
        }
    }

    private static let made = Mutex<Result<Daemon, any Error>?>(nil)

    /// A daemon with orders 1 to 300 (in partition 0), one note, and nothing written any more by most tests.
    static func shared() throws -> Daemon {
        try made.withLock { made in
            if let made { return made }
            let result = Result { try filled() }
            made = result
            return result
        }.get()
    }

    private static func filled() throws -> Daemon {
        let daemon = try Daemon()
        let full = """
            {"name":"Zo\u{eb} \\"x\\" \\u0001\\n\\\\","total":"12.5","paid":true,"data":{"a":[1,2.50]},\
            "bytes":"AP8=","weight":0.1,"at":"2026-03-01T12:00:00+02:00","day":"2026-03-01"}
            """
        _ = try daemon.write("orders", key: "1", full)
        for id in 2...300 { try daemon.send("orders", key: "\(id)", "{\"total\":-\(id)}") }
        try daemon.producer.flush(timeoutMs: 10_000)
        let token = try daemon.write("notes", key: "n1", "{\"body\":\"hello\"}")
        try daemon.waitUntilLive()
        let answer = try #require(daemon.client.ask("/v1/shop/_wait?_after=\(token),orders/0@299&_wait=20s"))
        try #require(answer.status == 204, "\(answer.text)")
        return daemon
    }

    private func send(_ topic: String, key: String, _ value: String) throws {
        try producer.send(topic: topic, partition: 0, key: Array(key.utf8), value: Array(value.utf8))
    }
}
