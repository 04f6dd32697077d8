// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CRdKafka

/// A record on its way into librdkafka's queue, which copies it.
struct OutgoingRecord {
    let topic: String
    let partition: Int32?
    let key: [UInt8]?
    let value: [UInt8]?
    let headers: [(name: String, value: [UInt8])]
    let timestampMs: Int64?

    /// What `produce` says: no error if the record was taken.
    struct Outcome {
        var error: KafkaError?
    }

    /// Queues the record; the receipt, if any, is fulfilled by the delivery report.
    func produce(_ client: ClientPointer, _ receipt: DeliveryReceipt?) -> Outcome {
        let waiting = unsafe receipt.map { unsafe Unmanaged.passRetained($0) }
        let error = unsafe topic.withCString { topic in
            unsafe withBytes(key) { key in
                unsafe withBytes(value) { value in
                    unsafe produce(client.raw, topic, key, value, waiting?.toOpaque())
                }
            }
        }
        if error != nil { unsafe waiting?.release() }
        return Outcome(error: error)
    }

    private func produce(
        _ client: OpaquePointer, _ topic: UnsafePointer<CChar>, _ key: UnsafeRawBufferPointer?,
        _ value: UnsafeRawBufferPointer?, _ opaque: UnsafeMutableRawPointer?
    ) -> KafkaError? {
        unsafe withUnsafeTemporaryAllocation(of: rd_kafka_vu_t.self, capacity: 8) { fields in
            unsafe fields.initialize(repeating: rd_kafka_vu_t())
            var count = 0
            func add(_ type: rd_kafka_vtype_t, _ set: (inout rd_kafka_vu_t) -> Void) {
                unsafe fields[count].vtype = type
                unsafe set(&fields[count])
                count += 1
            }
            unsafe add(RD_KAFKA_VTYPE_TOPIC) { unsafe $0.u.cstr = unsafe topic }
            unsafe add(RD_KAFKA_VTYPE_MSGFLAGS) { unsafe $0.u.i = RD_KAFKA_MSG_F_COPY }
            unsafe add(RD_KAFKA_VTYPE_KEY) { unsafe set(&$0, key) }
            unsafe add(RD_KAFKA_VTYPE_VALUE) { unsafe set(&$0, value) }
            if let partition { unsafe add(RD_KAFKA_VTYPE_PARTITION) { unsafe $0.u.i32 = partition } }
            if let timestampMs { unsafe add(RD_KAFKA_VTYPE_TIMESTAMP) { unsafe $0.u.i64 = timestampMs } }
            unsafe add(RD_KAFKA_VTYPE_OPAQUE) { unsafe $0.u.ptr = unsafe opaque }
            let list = unsafe headerList()
            if let list = unsafe list { unsafe add(RD_KAFKA_VTYPE_HEADERS) { unsafe $0.u.headers = unsafe list } }
            let error = unsafe KafkaError(taking: rd_kafka_produceva(client, fields.baseAddress, count))
            if error != nil, let list = unsafe list { unsafe rd_kafka_headers_destroy(list) }
            return error
        }
    }

    /// The headers as librdkafka takes them over; nil if there are none.
    private func headerList() -> OpaquePointer? {
        if headers.isEmpty { return nil }
        let list = unsafe rd_kafka_headers_new(headers.count)
        for header in headers {
            unsafe withBytes(header.value) { bytes in
                _ = unsafe rd_kafka_header_add(list, header.name, -1, bytes?.baseAddress, bytes?.count ?? 0)
            }
        }
        return unsafe list
    }
}

private func set(_ field: inout rd_kafka_vu_t, _ bytes: UnsafeRawBufferPointer?) {
    unsafe field.u.mem.ptr = UnsafeMutableRawPointer(mutating: bytes?.baseAddress)
    unsafe field.u.mem.size = bytes?.count ?? 0
}

/// Lends the bytes: nil is null, and an empty array gets an address too, since librdkafka takes none for null.
private func withBytes<Result>(_ bytes: [UInt8]?, _ body: (UnsafeRawBufferPointer?) -> Result) -> Result {
    guard let bytes else { return body(nil) }
    if bytes.isEmpty {
        var nothing: UInt8 = 0
        return unsafe withUnsafeBytes(of: &nothing) { unsafe body(UnsafeRawBufferPointer(rebasing: $0[..<0])) }
    }
    return unsafe bytes.withUnsafeBytes { unsafe body($0) }
}
