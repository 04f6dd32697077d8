// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient

/// The smallest of projections: notes by number, a record a note.
struct Notes {
    let topics: Topics
    let topic: String
    private let producer: Producer

    /// Makes the topic, unless it is to be made later.
    init(_ topics: Topics, name: String = "notes", isTopicMade: Bool = true) throws {
        self.topics = topics
        topic = topics[name]
        if isTopicMade { try topics.create(name, partitions: 1) }
        producer = try Producer(settings: topics.settings) { _ in }
    }

    var projectionText: String { projection() }

    /// The projection's file, with other columns and another query where a test is about changes.
    func projection(
        name: String = "notes", columns: String = "text: text", query: String = "SELECT * FROM notes WHERE id = :id"
    ) -> String {
        """
        projection: \(name)
        sources:
          notes: {topic: \(topic), format: json}
        tables:
          notes:
            from: notes
            key: {id: integer}
            columns: {\(columns)}
        queries:
          note:
            sql: \(query)
            params: {id: {type: integer, required: true}}
        """
    }

    /// Writes a note; with what is no JSON text, a record that cannot be applied.
    @discardableResult
    func send(_ id: Int, _ text: String) throws -> Topics.Place {
        try send(id, value: #"{"text":"\#(text)","size":\#(text.utf8.count)}"#)
    }

    /// Writes a record with any value.
    @discardableResult
    func send(_ id: Int, value: String) throws -> Topics.Place {
        let place = try producer.sendAndWait(
            topic: topic, partition: 0, key: Array(String(id).utf8), value: Array(value.utf8))
        return Topics.Place(topic: topic, partition: place.partition, offset: place.offset)
    }

    /// Writes many notes; the place is that of the last.
    func sendMany(_ ids: Range<Int>, _ text: String) throws -> Topics.Place {
        for id in ids.dropLast() {
            let value = #"{"text":"\#(text) \#(id)","size":\#(id)}"#
            try producer.send(
                topic: topic, partition: 0, key: Array(String(id).utf8), value: Array(value.utf8))
        }
        return try send(ids.upperBound - 1, text)
    }

    /// The text of a note as a daemon answers it now; nil if it has no such row.
    func text(_ id: Int, in daemon: Daemon, projection: String = "notes") throws -> String? {
        let answer = try daemon.query.get("/v1/\(projection)/note?id=\(id)")
        try check(answer.status == 200, "note \(id): \(answer.description)")
        return answer.rows.first?["text"] as? String
    }

    /// Ends the producer and deletes the topic.
    func end() {
        producer.close(deadlineMs: 5_000)
        topics.delete()
    }
}
