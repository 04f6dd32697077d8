// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CRdKafka

extension Message {
    /// Calls with name and value of each header in order; nil is null.
    ///
    /// It is for the few records that must be kept: librdkafka makes its list of headers for it.
    public func forEachHeader(_ body: (_ name: String, _ value: RawSpan?) -> Void) {
        var headers: OpaquePointer?
        guard isRecord, unsafe rd_kafka_message_headers(message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR else { return }
        var index = 0
        while true {
            var (name, start, count): (UnsafePointer<CChar>?, UnsafeRawPointer?, Int) = (nil, nil, 0)
            guard unsafe rd_kafka_header_get_all(headers, index, &name, &start, &count) == RD_KAFKA_RESP_ERR_NO_ERROR,
                let name = unsafe name
            else { return }
            let bytes = unsafe UnsafeRawBufferPointer(start: start, count: unsafe start == nil ? 0 : count)
            let value: RawSpan? = unsafe start == nil ? nil : bytes.bytes
            body(unsafe String(cString: name), value)
            index += 1
        }
    }
}
