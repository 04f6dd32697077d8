// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What the cluster says of a topic's partitions.
public enum TopicPartitions: Hashable, Sendable {
    /// The topic has partitions 0 up to this count.
    case count(Int)
    /// There is no such topic.
    case unknownTopic
    /// The cluster did not say: not allowed, no leader known, no answer.
    case failed(KafkaError)
}
