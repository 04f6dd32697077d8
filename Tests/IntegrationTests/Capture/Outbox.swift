// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import KafkaClient

/// A service's outbox table, its rows sent as events by Debezium's router, and the orders folded from them.
enum Outbox {
    static let table = "outbox"
    static let partitions = 3
    static let projection = "orders"

    static let creation = """
        CREATE TABLE outbox(id uuid PRIMARY KEY DEFAULT gen_random_uuid(), seq serial, aggregatetype text NOT NULL,
            aggregateid text NOT NULL, type text NOT NULL, payload jsonb NOT NULL);
        """

    /// The router sends to a topic of the aggregate's name; the payload's own text is the value.
    static func settings(_ topics: Topics) -> [String: String] {
        let text = "org.apache.kafka.connect.storage.StringConverter"
        return [
            "transforms": "outbox", "transforms.outbox.type": "io.debezium.transforms.outbox.EventRouter",
            "transforms.outbox.table.field.event.key": "aggregateid",
            "transforms.outbox.table.fields.additional.placement": "type:header:eventType",
            "transforms.outbox.route.topic.replacement": topics["${routedByValue}.events"],
            "key.converter": text, "value.converter": text,
        ]
    }

    static func projection(_ topic: String) -> String {
        """
        projection: orders
        sources:
          orders: {topic: \(topic), format: json, type: header:eventType, id: header:id}
        tables:
          orders:
            key: {order_id: text}
            columns: {events: integer, total: decimal(2), status: text}
            on:
              orders:
                OrderPlaced: {set: {events: events + 1, total: total + $.amount, status: "'placed'"}}
                ItemAdded: {set: {events: events + 1, total: total + $.amount}}
                OrderCancelled: {set: {events: events + 1, status: "'cancelled'"}}
        queries:
          order:
            sql: SELECT * FROM orders WHERE order_id = :id
            params: {id: {type: text, required: true}}
        """
    }

    /// Statements that write the events of so many orders: placed, up to nine items, every fifth one cancelled.
    static func orders(_ ids: Range<Int>) -> String {
        """
        INSERT INTO outbox(aggregatetype, aggregateid, type, payload)
        SELECT 'order', 'o-' || id,
            CASE WHEN step = 0 THEN 'OrderPlaced' WHEN step = 10 THEN 'OrderCancelled' ELSE 'ItemAdded' END,
            jsonb_build_object('amount', round((random() * 1000)::numeric, 2), 'step', step)
        FROM generate_series(\(ids.lowerBound), \(ids.upperBound - 1)) AS id, generate_series(0, 10) AS step
        WHERE step = 0 OR step < id % 10 OR (step = 10 AND id % 5 = 0)
        ORDER BY step, id;
        """
    }

    static let columns: [TypedColumn] = [
        .text("order_id"), .integer("events"), .decimal("total", "numeric", digits: 2), .text("status"),
    ]

    /// What the orders must be, as a SELECT over the outbox.
    static let select = """
        (SELECT aggregateid COLLATE "C" AS order_id, count(*) AS events,
            sum((payload->>'amount')::numeric) FILTER (WHERE type <> 'OrderCancelled') AS total,
            CASE WHEN bool_or(type = 'OrderCancelled') THEN 'cancelled' ELSE 'placed' END AS status
         FROM outbox GROUP BY aggregateid) AS orders
        """

    /// Holds every row sent at least once; returns how many records are repeats.
    static func checkSent(_ capture: Capture) throws -> Int {
        struct Row: Decodable {
            var id: String
        }
        let places = (0..<Int32(partitions)).map {
            Assignment(topic: capture.topics["order.events"], partition: $0, offset: 0)
        }
        var sent: [String] = []
        let header = HeaderName("id")
        try CommittedLog.read(places, capture.topics.settings) { message in
            message.withHeader(header) { sent.append(CommittedLog.text($0) ?? "") }
        }
        let rows = try Set(capture.database.rows(Row.self, "SELECT id FROM outbox").map(\.id))
        try check(Set(sent) == rows, "\(Set(sent).count) ids in Kafka, \(rows.count) in the outbox")
        return sent.count - rows.count
    }
}
