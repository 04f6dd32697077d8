// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import KafkaClient

/// A source service's database, and a connector of Debezium that sends its changes to Kafka, for one test.
final class Capture {
    /// How long what was changed may take to stand in Kafka, in seconds.
    private static let sendS = 120.0

    let topics: Topics
    let worker: ConnectWorker
    let database: SourceDatabase

    /// Makes both; the records go to the Kafka of the topics.
    init(_ topics: Topics) throws {
        self.topics = topics
        database = try SourceDatabase()
        worker = try ConnectWorker.shared()
    }

    // Before the database goes, which waits for those who read its log.
    deinit { try? worker.delete(connector) }

    private var connector: String { database.name }

    /// The topic of a table's changes, as Debezium names it.
    func topic(_ table: String) -> String { topics["db.public.\(table)"] }

    /// Makes the topic of a table's changes; Debezium would make it with the broker's number of partitions.
    func createTopic(_ table: String, partitions: Int) throws {
        try topics.create("db.public.\(table)", partitions: partitions)
    }

    /// Lets Debezium send a table, first its rows and then each change; records without schemas, unless set otherwise.
    func start(_ table: String, _ settings: [String: String] = [:]) throws {
        let json = "org.apache.kafka.connect.json.JsonConverter"
        let config = [
            "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
            "database.hostname": "127.0.0.1", "database.port": String(database.port), "database.user": "postgres",
            "database.dbname": database.name, "plugin.name": "pgoutput", "slot.name": database.name,
            "publication.autocreate.mode": "filtered", "topic.prefix": topics["db"],
            "table.include.list": "public.\(table)", "key.converter": json, "value.converter": json,
            "key.converter.schemas.enable": "false", "value.converter.schemas.enable": "false",
            // By default a NULL is sent as its column's default.
            "value.converter.replace.null.with.default": "false",
            "key.converter.replace.null.with.default": "false",
        ]
        try worker.put(connector, config.merging(settings) { $1 })
    }

    /// Waits until every change made before stands in Kafka.
    func waitUntilSent() throws {
        var place = ""
        try wait(for: "the database is read", seconds: Self.sendS) {
            place = try database.end()
            return !place.isEmpty
        }
        try wait(for: "the changes up to \(place) are sent", seconds: Self.sendS) {
            try database.hasPassed(place)
        }
    }

    /// How many records a table's topic has.
    func recordCount(_ table: String, partitions: Int) throws -> Int {
        var count = 0
        let places = (0..<Int32(partitions)).map { Assignment(topic: topic(table), partition: $0, offset: 0) }
        try CommittedLog.read(places, topics.settings) { _ in count += 1 }
        return count
    }
}
