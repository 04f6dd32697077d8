// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CRdKafka

/// One message of a batch, lent for the length of a closure: a record, the end of a partition, or an error.
///
/// Reading its parts allocates nothing and takes no lock; only an error's `kind` makes strings.
/// Proof of safe: the batch that lends it owns the memory, and it cannot be copied out of the closure.
@safe public struct Message: ~Copyable {
    /// What a message is.
    public enum Kind: Sendable {
        /// A record of the log.
        case record
        /// The partition was read up to this offset, its end at that moment; it counts markers and aborted records too.
        case partitionEnd(offset: Int64)
        /// A fault; of this partition if `assignmentIndex` is not -1.
        case error(KafkaError)
    }

    @usableFromInline let code: Int32
    @usableFromInline let keyStart: UnsafeRawPointer?
    @usableFromInline let keyCount: Int
    @usableFromInline let valueStart: UnsafeRawPointer?
    @usableFromInline let valueCount: Int
    let message: UnsafeMutablePointer<rd_kafka_message_t>

    /// The place of its partition in the array given to `assign`, or -1 if it belongs to none.
    public let assignmentIndex: Int
    /// The place in its batch, by which `MessageBatch.withMessage` finds it again.
    public let position: Int
    /// The partition's number, or -1.
    public let partition: Int32
    /// The record's offset, the end's, or the offset at which an error happened.
    public let offset: Int64

    init(_ message: UnsafeMutablePointer<rd_kafka_message_t>, assignmentIndex: Int, position: Int) {
        unsafe self.message = unsafe message
        self.assignmentIndex = assignmentIndex
        self.position = position
        code = unsafe message.pointee.err.rawValue
        partition = unsafe message.pointee.partition
        offset = unsafe message.pointee.offset
        unsafe keyStart = UnsafeRawPointer(message.pointee.key)
        keyCount = unsafe message.pointee.key_len
        unsafe valueStart = UnsafeRawPointer(message.pointee.payload)
        valueCount = unsafe message.pointee.len
    }

    /// Whether it is a record.
    @inlinable public var isRecord: Bool { code == 0 }

    /// What it is.
    @inlinable public var kind: Kind { code == 0 ? .record : kindOfOther() }

    /// The record's timestamp in milliseconds since 1970, or -1 if it has none.
    public var timestampMs: Int64 {
        var type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
        let time = unsafe rd_kafka_message_timestamp(message, &type)
        return type == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE ? -1 : time
    }

    /// Calls with the record's key and value; nil is null, which an empty one is not.
    ///
    /// A null value is a tombstone. The bytes are valid inside the closure only. For what is no record both are nil.
    @inlinable
    public func withBytes(_ body: (_ key: RawSpan?, _ value: RawSpan?) throws -> Void) rethrows {
        guard code == 0 else { return try body(nil, nil) }
        let keyBytes = unsafe UnsafeRawBufferPointer(start: keyStart, count: keyCount)
        let valueBytes = unsafe UnsafeRawBufferPointer(start: valueStart, count: valueCount)
        let key: RawSpan? = unsafe keyStart == nil ? nil : keyBytes.bytes
        let value: RawSpan? = unsafe valueStart == nil ? nil : valueBytes.bytes
        try body(key, value)
    }

    /// Calls with the value of the last header of a name; nil if there is none, or if it is null.
    ///
    /// The first lookup in a record lets librdkafka make its list of headers, roughly 500 ns as measured; ask only if
    /// need be.
    public func withHeader(_ name: HeaderName, _ body: (RawSpan?) throws -> Void) rethrows {
        var headers: OpaquePointer?
        var start: UnsafeRawPointer?
        var count = 0
        if code == 0, unsafe rd_kafka_message_headers(message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR {
            _ = unsafe rd_kafka_header_get_last(headers, name.text.start, &start, &count)
        }
        let bytes = unsafe UnsafeRawBufferPointer(start: start, count: unsafe start == nil ? 0 : count)
        let value: RawSpan? = unsafe start == nil ? nil : bytes.bytes
        try body(value)
    }

    @usableFromInline
    func kindOfOther() -> Kind {
        if code == RD_KAFKA_RESP_ERR__PARTITION_EOF.rawValue { return .partitionEnd(offset: offset) }
        let text = unsafe rd_kafka_message_errstr(message).map { unsafe String(cString: $0) }
        var error = KafkaError(rd_kafka_resp_err_t(rawValue: code), text)
        guard let topic = unsafe message.pointee.rkt, let name = unsafe rd_kafka_topic_name(topic) else {
            return .error(error)
        }
        error.topic = unsafe String(cString: name)
        error.partition = partition
        return .error(error)
    }
}
