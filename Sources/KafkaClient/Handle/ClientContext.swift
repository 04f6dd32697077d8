// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CRdKafka

/// What the callbacks of one client reach: where its events go, and for a producer the count of deliveries.
///
/// The handle keeps it alive until the client is destroyed; the callbacks borrow it.
final class ClientContext: Sendable {
    let log: @Sendable (KafkaEvent) -> Void
    let deliveries = Deliveries()

    init(log: @escaping @Sendable (KafkaEvent) -> Void) {
        self.log = log
    }

    /// Registers the callbacks and this context.
    func register(_ configuration: borrowing ClientConfiguration, reportsDeliveries: Bool) {
        unsafe configuration.withPointer { pointer in
            unsafe rd_kafka_conf_set_opaque(pointer, Unmanaged.passUnretained(self).toOpaque())
            unsafe rd_kafka_conf_set_log_cb(pointer, onLog)
            unsafe rd_kafka_conf_set_error_cb(pointer, onError)
            if reportsDeliveries { unsafe rd_kafka_conf_set_dr_msg_cb(pointer, onDelivery) }
        }
    }
}

private func context(_ opaque: UnsafeMutableRawPointer?) -> ClientContext? {
    guard let opaque = unsafe opaque else { return nil }
    return unsafe Unmanaged<ClientContext>.fromOpaque(opaque).takeUnretainedValue()
}

private func text(_ pointer: UnsafePointer<CChar>?) -> String {
    unsafe pointer.map { unsafe String(cString: $0) } ?? ""
}

/// On any of the library's threads.
private func onLog(
    _ client: OpaquePointer?, _ level: Int32, _ facility: UnsafePointer<CChar>?, _ line: UnsafePointer<CChar>?
) {
    guard let client = unsafe client, let context = unsafe context(rd_kafka_opaque(client)) else { return }
    unsafe context.log(.log(level: Int(level), facility: text(facility), text: text(line)))
}

/// On the thread that polls.
private func onError(
    _ client: OpaquePointer?, _ code: Int32, _ reason: UnsafePointer<CChar>?, _ opaque: UnsafeMutableRawPointer?
) {
    guard let context = unsafe context(opaque) else { return }
    let error = rd_kafka_resp_err_t(rawValue: code)
    guard error == RD_KAFKA_RESP_ERR__FATAL else {
        return unsafe context.log(.error(KafkaError(reported: error, text(reason))))
    }
    let cause = unsafe rd_kafka_fatal_error(client, nil, 0)
    unsafe context.log(.error(KafkaError(cause, text(reason), isFatal: true)))
}

/// On the thread that polls or flushes.
private func onDelivery(
    _ client: OpaquePointer?, _ message: UnsafePointer<rd_kafka_message_t>?, _ opaque: UnsafeMutableRawPointer?
) {
    guard let context = unsafe context(opaque), let message = unsafe message?.pointee else { return }
    let error = unsafe message.err == RD_KAFKA_RESP_ERR_NO_ERROR ? nil : KafkaError(message.err)
    context.deliveries.count(error)
    guard let waiting = unsafe message._private else { return }
    let receipt = unsafe Unmanaged<DeliveryReceipt>.fromOpaque(waiting).takeRetainedValue()
    unsafe receipt.fulfil(partition: message.partition, offset: message.offset, error)
}
