// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import KafkaClient

/// The causes that keep a projection from reading on for now, with what to do about each.
enum Hindrance {
    /// The cause that a refusal of the brokers is; nil if it is none that has a name of its own.
    static func of(_ error: KafkaError, at topic: String) -> StopCause? {
        switch error.kind {
        case .unknownTopicOrPartition: topicMissing(topic)
        case .authorization: notAuthorized(error, topic)
        case .authentication: notAuthenticated(error)
        default: nil
        }
    }

    static func topicMissing(_ topic: String) -> StopCause {
        StopCause(
            .topicMissing, at: topic, "topic \(topic) does not exist",
            hint: "create the topic, or correct topic: in the projection file; "
                + "the projection goes on by itself once the topic is there")
    }

    static func notAuthorized(_ error: KafkaError, _ place: String) -> StopCause {
        let topic = place.split(separator: "/").first.map(String.init) ?? place
        return StopCause(
            .notAuthorized, at: place, "the brokers refuse to let the daemon read: \(error.description)",
            hint: "let its principal Describe and Read the topic (kafka-acls --add --allow-principal User:NAME "
                + "--operation Describe --operation Read --topic \(topic)); the projection goes on by itself then")
    }

    static func notAuthenticated(_ error: KafkaError) -> StopCause {
        StopCause(
            .notAuthenticated, at: "", "the brokers refuse who the daemon says it is: \(error.description)",
            hint: "correct security.protocol, sasl.* and ssl.* under kafka: and start the daemon again; "
                + "if it is the brokers that are corrected, the projection goes on by itself")
    }

    /// Records up to `end` are hidden behind an open transaction that begins at `place` or later (K7).
    static func openTransaction(at place: String, end: Int64) -> StopCause {
        StopCause(
            .blocked, at: place,
            "an open transaction hides the records from here on up to \(end - 1)",
            hint: "let the producer end its transaction, or abort it (kafka-transactions find-hanging, abort); the "
                + "brokers abort it after its transaction.timeout.ms; the projection goes on by itself then")
    }

    /// The client drops the brokers' answers because they are larger than it may take (K10).
    static func tooLarge(at place: String, _ text: String) -> StopCause {
        StopCause(
            .blocked, at: place, "a record near here is larger than the client may receive: \(text)",
            hint: "raise receive.message.max.bytes under kafka: above the topic's max.message.bytes, "
                + "and start the daemon again")
    }

    /// What the brokers send at `place` cannot be read, again and again (K11).
    static func unreadable(at place: String, _ text: String, projection: String) -> StopCause {
        StopCause(
            .blocked, at: place, "the batch at this place cannot be read: \(text)",
            hint: "a newer librdkafka, or a larger receive.message.max.bytes under kafka:, may read it; else, once "
                + "retention or kafka-delete-records has removed it, " + LogCheck.rebuildHint(projection))
    }

    /// Nothing comes from `place` on, and librdkafka says nothing of it: 2.0.2 is silent about records that it cannot
    /// read in a batch whose checksum is right (K11).
    static func silent(at place: String, projection: String) -> StopCause {
        StopCause(
            .blocked, at: place, "nothing comes from this place on, although the brokers answer and have more",
            hint: "the way to them may be too slow, which mends itself; or a batch here cannot be read "
                + "(kafka-dump-log): then, once retention or kafka-delete-records has removed it, "
                + LogCheck.rebuildHint(projection))
    }

    /// A cut lies where its partition's log never was (R4).
    static func cutPastEnd(at place: String, end: Int64, projection: String) -> StopCause {
        StopCause(
            .blocked, at: place,
            "no partition is read past this cut before the log reaches it, and it ends at \(end)",
            hint: "if the topic was made anew, remove the cut from \(projection).decisions, or from cuts: of the "
                + "source; then start the daemon again")
    }
}
