// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CRdKafka

/// Which offset of a partition its leader is asked for: one of its two ends, or the first of a time.
///
/// It is asked as for the offset of a time: librdkafka 2.0.2 heeds the timeout there. Its
/// `rd_kafka_query_watermark_offsets` (mended in 2.3.0) was seen to hang for ever after a broker had come back, since a
/// request that met a dying connection may stay unsent.
struct PartitionEnds {
    static let first = PartitionEnds(rawValue: -2)
    static let last = PartitionEnds(rawValue: -1)

    /// The first record of this time, in ms since 1970, or a later one.
    static func time(_ milliseconds: Int64) -> PartitionEnds { PartitionEnds(rawValue: max(0, milliseconds)) }

    let rawValue: Int64

    /// How long the first request may take before the next is sent, in milliseconds; each next may take twice as long.
    ///
    /// A request that stays unsent costs this much; brokers that are slower are waited for by the later ones.
    static let firstPatienceMs = 500

    /// Asks for one partition, and waits up to the deadline.
    func ask(
        _ client: ClientPointer, _ topic: String, _ partition: Int32, until deadline: ContinuousClock.Instant
    ) throws(KafkaError) -> Int64 {
        var patience = PartitionEnds.firstPatienceMs
        while true {
            let left = max(1, Int((deadline - ContinuousClock.now) / .milliseconds(1)))
            do throws(KafkaError) {
                return try askOnce(client, topic, partition, timeoutMs: min(patience, left))
            } catch {
                guard error.kind == .timedOut || error.kind == .transport, patience < left else { throw error }
                // It goes on asking who led the partition before, unless it is made to look.
                _ = try? askLeaders(client, topic, patience)
                patience *= 2
            }
        }
    }

    private func askOnce(
        _ client: ClientPointer, _ topic: String, _ partition: Int32, timeoutMs: Int
    ) throws(KafkaError) -> Int64 {
        let list = PartitionList([(topic, partition, rawValue)])
        try KafkaError.check(
            unsafe list.withPointer { unsafe rd_kafka_offsets_for_times(client.raw, $0, Int32(clamping: timeoutMs)) })
        let (offset, code) = unsafe list.withPointer { list in
            guard let entry = unsafe list?.pointee.elems else { return (rawValue, RD_KAFKA_RESP_ERR__FAIL) }
            return unsafe (entry.pointee.offset, entry.pointee.err)
        }
        try KafkaError.check(code)
        // What was not answered in time keeps what was asked for.
        guard offset != rawValue, offset >= 0 || rawValue >= 0 else {
            throw KafkaError(RD_KAFKA_RESP_ERR__TIMED_OUT, "no broker told an end of \(topic)/\(partition) in time")
        }
        return offset
    }

    /// Asks for many partitions, where only the asking counts.
    func ask(_ client: ClientPointer, _ places: [Assignment], timeoutMs: Int32) {
        if places.isEmpty { return }
        let list = PartitionList(places.map { ($0.topic, $0.partition, rawValue) })
        _ = unsafe list.withPointer { unsafe rd_kafka_offsets_for_times(client.raw, $0, timeoutMs) }
    }
}
