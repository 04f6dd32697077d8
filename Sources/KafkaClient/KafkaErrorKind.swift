// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CRdKafka

/// The kinds of fault that callers tell apart.
public enum KafkaErrorKind: String, Hashable, Sendable, CaseIterable {
    /// A property is refused, unknown, or has a value that is not allowed.
    case settings
    /// The offset to read from is not in the log; the partition stays silent after this.
    case offsetOutOfRange = "offset-out-of-range"
    /// The topic or the partition does not exist.
    case unknownTopicOrPartition = "unknown-topic-or-partition"
    /// The broker refused the credentials, or the TLS handshake failed.
    case authentication
    /// The broker knows us and does not allow this.
    case authorization
    /// A broker cannot be reached, or is not the leader at the moment; librdkafka goes on trying.
    case transport
    /// There was no answer in time.
    case timedOut = "timed-out"
    /// What the broker sent cannot be decoded.
    case badData = "bad-data"
    /// Another producer with the same transactional id has taken over.
    case fenced
    /// The local queue is full.
    case queueFull = "queue-full"
    /// The topic exists already.
    case alreadyExists = "already-exists"
    /// The broker cannot do this, or not in this version.
    case unsupported
    /// The client was closed.
    case closed
    /// Any other.
    case other

    init(code: Int32) {
        self = Self.kinds[code] ?? .other
    }

    /// What to do about it, where that is the same for every such fault.
    var hint: String? {
        switch self {
        case .authentication: "check security.protocol, sasl.* and ssl.* under kafka:"
        case .authorization: "grant this principal Read and Describe on its topics"
        case .transport: "check that the bootstrap address is right and the brokers are up"
        default: nil
        }
    }

    private static let kinds: [Int32: KafkaErrorKind] = {
        let groups: [(KafkaErrorKind, [rd_kafka_resp_err_t])] = [
            (.settings, [RD_KAFKA_RESP_ERR__INVALID_ARG, RD_KAFKA_RESP_ERR__CONFLICT]),
            (.offsetOutOfRange, [RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET, RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE]),
            (
                .unknownTopicOrPartition,
                [
                    RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION, RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC,
                    RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART,
                ]
            ),
            (
                .authentication,
                [
                    RD_KAFKA_RESP_ERR__AUTHENTICATION, RD_KAFKA_RESP_ERR__SSL,
                    RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED, RD_KAFKA_RESP_ERR_ILLEGAL_SASL_STATE,
                    RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM,
                ]
            ),
            (
                .authorization,
                [
                    RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED,
                    RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED,
                    RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
                ]
            ),
            (
                .transport,
                [
                    RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__RESOLVE, RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN,
                    RD_KAFKA_RESP_ERR_BROKER_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE,
                    RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION, RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE,
                    RD_KAFKA_RESP_ERR_NOT_COORDINATOR, RD_KAFKA_RESP_ERR_NETWORK_EXCEPTION,
                ]
            ),
            (
                .timedOut,
                [
                    RD_KAFKA_RESP_ERR__TIMED_OUT, RD_KAFKA_RESP_ERR__MSG_TIMED_OUT, RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE,
                    RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT,
                ]
            ),
            (
                .badData,
                [
                    RD_KAFKA_RESP_ERR__BAD_MSG, RD_KAFKA_RESP_ERR__BAD_COMPRESSION, RD_KAFKA_RESP_ERR__UNDERFLOW,
                    RD_KAFKA_RESP_ERR_INVALID_MSG, RD_KAFKA_RESP_ERR_INVALID_MSG_SIZE,
                    RD_KAFKA_RESP_ERR__NOT_IMPLEMENTED,
                ]
            ),
            (
                .fenced,
                [
                    RD_KAFKA_RESP_ERR__FENCED, RD_KAFKA_RESP_ERR_PRODUCER_FENCED,
                    RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH,
                ]
            ),
            (.queueFull, [RD_KAFKA_RESP_ERR__QUEUE_FULL]),
            (.alreadyExists, [RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS]),
            (.unsupported, [RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE, RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION]),
            (.closed, [RD_KAFKA_RESP_ERR__DESTROY]),
        ]
        var kinds: [Int32: KafkaErrorKind] = [:]
        for (kind, codes) in groups {
            for code in codes { kinds[code.rawValue] = kind }
        }
        return kinds
    }()
}
