// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What librdkafka tells beside the messages; the closure that gets it runs on the library's threads and must be quick.
public enum KafkaEvent: Sendable {
    /// A line of the library's log: syslog's level (3 error, 4 warning, 6 info, 7 debug), its facility, its text.
    case log(level: Int, facility: String, text: String)
    /// A fault that belongs to no single call: a broker lost, credentials refused, all brokers down.
    ///
    /// It is no statement of health: the library goes on by itself unless the error is fatal.
    case error(KafkaError)
}
