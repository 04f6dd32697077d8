// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CRdKafka

/// Finds the assignment index of message after message.
///
/// Records come in runs of one partition, so all but the first of a run cost two comparisons. A topic object lives at
/// least as long as the messages of the batch, so that its address names it for this walk.
@unsafe struct AssignmentCursor {
    private let table: AssignmentTable
    private var topic: OpaquePointer?
    private var partition: Int32 = -1
    private var index = -1

    init(_ table: AssignmentTable) {
        unsafe self.table = table
        unsafe topic = nil
    }

    /// The index of the message's partition, or -1.
    @inline(__always)
    mutating func index(of message: UnsafeMutablePointer<rd_kafka_message_t>) -> Int {
        if unsafe message.pointee.rkt != topic || message.pointee.partition != partition { unsafe find(message) }
        return unsafe index
    }

    @inline(never)
    private mutating func find(_ message: UnsafeMutablePointer<rd_kafka_message_t>) {
        unsafe topic = message.pointee.rkt
        unsafe partition = message.pointee.partition
        guard let topic = unsafe topic, let name = unsafe rd_kafka_topic_name(topic) else {
            unsafe index = -1
            return
        }
        unsafe index = unsafe table.index(topic: String(cString: name), partition: partition)
    }
}
