// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CRdKafka

/// One request of librdkafka's admin interface and its answer, on any client.
enum AdminRequest {
    /// Sends by the first closure, waits for the answer, and reads it by the second while it is alive.
    ///
    /// - Throws: what the request as a whole failed with; `timedOut`; what `read` throws.
    static func run<Answer>(
        _ handle: ClientHandle, _ operation: rd_kafka_admin_op_t, timeoutMs: Int, stableOffsets: Bool = false,
        send: (_ client: OpaquePointer, _ options: OpaquePointer?, _ queue: OpaquePointer?) -> Void,
        read: (_ event: OpaquePointer) throws(KafkaError) -> Answer
    ) throws(KafkaError) -> Answer {
        let answer = try handle.use { client throws(KafkaError) in
            let queue = unsafe rd_kafka_queue_new(client.raw)
            defer { unsafe rd_kafka_queue_destroy(queue) }
            let options = unsafe rd_kafka_AdminOptions_new(client.raw, operation)
            defer { unsafe rd_kafka_AdminOptions_destroy(options) }
            unsafe rd_kafka_AdminOptions_set_request_timeout(options, Int32(clamping: timeoutMs), nil, 0)
            if stableOffsets {
                _ = unsafe KafkaError(taking: rd_kafka_AdminOptions_set_require_stable_offsets(options, 1))
            }
            unsafe send(client.raw, options, queue)
            guard let event = unsafe rd_kafka_queue_poll(queue, Int32(clamping: timeoutMs + answerGraceMs)) else {
                throw KafkaError(RD_KAFKA_RESP_ERR__TIMED_OUT)
            }
            defer { unsafe rd_kafka_event_destroy(event) }
            let code = unsafe rd_kafka_event_error(event)
            try KafkaError.check(code, unsafe text(rd_kafka_event_error_string(event)))
            return try unsafe read(event)
        }
        guard let answer else { throw .closed }
        return answer
    }

    /// The library ends a request at its timeout by itself; this much later it is not waited for any more.
    private static let answerGraceMs = 500
}

private func text(_ pointer: UnsafePointer<CChar>?) -> String? {
    unsafe pointer.map { unsafe String(cString: $0) }
}
