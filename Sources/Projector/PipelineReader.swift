// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events
internal import Foundation
internal import KafkaClient
internal import ReadModel
internal import Synchronization

/// Polls a consumer, decodes what came, and hands it over; runs on a thread of its own.
final class PipelineReader: Sendable {
    /// How long one poll waits for a first record, in milliseconds; it bounds how late a stop is noticed.
    static let pollTimeoutMs = 100

    private let consumer: Consumer
    private let plans: [DecodePlan]
    private let handOver: HandOver
    private let cuts: [String: [[Int32: Int64]]]
    private let report: ReaderReport
    private let onError: @Sendable (KafkaError, LogPlace?) -> Void
    private let stopRequested = Atomic<Bool>(false)
    private let assignRequested = Atomic<Bool>(false)
    private let finished = DispatchSemaphore(value: 0)
    private let logStart: @Sendable (PartitionPosition) -> Int64?
    private let faults: @Sendable () -> Int

    /// Begins to read where `positions` say, in the projection's order of partitions.
    ///
    /// `logStart` tells where a partition begins, nil if nobody knows: as the watcher last heard it, since asking
    /// brokers that are away would hold up every partition (5 s each). `faults` counts the faults of brokers.
    init(
        consumer: Consumer, plans: [DecodePlan], positions: [PartitionPosition],
        cuts: [String: [[Int32: Int64]]], report: ReaderReport, handOver: HandOver,
        logStart: @escaping @Sendable (PartitionPosition) -> Int64?, faults: @escaping @Sendable () -> Int,
        onError: @escaping @Sendable (KafkaError, LogPlace?) -> Void
    ) {
        self.consumer = consumer
        self.plans = plans
        self.cuts = cuts
        self.report = report
        self.handOver = handOver
        self.logStart = logStart
        self.faults = faults
        self.onError = onError
        let thread = Thread { [self] in
            run(positions)
            finished.signal()
        }
        thread.name = "reader"
        thread.start()
    }

    /// Lets the partitions be assigned anew, where they stand: what was fetched before is dropped (R1).
    func assignAnew() {
        assignRequested.store(true, ordering: .relaxed)
    }

    /// Ends the thread and waits for it.
    func stop() {
        stopRequested.store(true, ordering: .relaxed)
        handOver.close()
        finished.wait()
    }

    private func run(_ positions: [PartitionPosition]) {
        var next = positions.map(\.next)
        var done = positions.map(\.done)
        let sources = positions.map(\.source)
        let decoders = plans.map { RecordDecoder(plan: $0) }
        let headers = plans.map { $0.headers.map { HeaderName($0) } }
        var taken: Delivery?
        defer { taken?.messages.removeAll() }
        var isAfterAssign = false
        var plan = CutPlan(positions.map { ($0.topic, $0.partition, $0.next) }, cuts: cuts)
        var assigned = assign(positions, &next, done, &plan)
        var newest = positions.map { $0.witnesses.steps[0] }
        var spoilt = SpoiltBatches(partitions: positions.count)
        var knownFaults = faults()
        // What a cut allows stays as it is until partitions are assigned anew: else records would be passed over.
        var limits = plan.limits
        while !stopRequested.load(ordering: .relaxed) {
            let isRetry = spoilt.isDue(at: .now)
            if assignRequested.exchange(false, ordering: .relaxed) || isRetry {
                spoilt.assigned()
                assigned = assign(positions, &next, done, &plan)
                limits = plan.limits
                isAfterAssign = true
            }
            guard let delivery = taken ?? handOver.takeEmpty() else { break }
            taken = delivery
            let messages = delivery.messages
            guard consumer.poll(into: messages, timeoutMs: PipelineReader.pollTimeoutMs) > 0 else { continue }
            if faults() != knownFaults {
                knownFaults = faults()
                drop(messages, after: newest)
                continue
            }
            taken = nil
            delivery.isAfterAssign = isAfterAssign
            delivery.assigned = assigned
            isAfterAssign = false
            var last = [Int](repeating: -1, count: next.count)
            messages.forEach { message in
                let partition = message.assignmentIndex < 0 ? -1 : assigned[message.assignmentIndex]
                if partition >= 0, spoilt.contains(partition) { return }
                guard message.isRecord else {
                    return take(message, of: partition, into: delivery, positions, &done, &plan, limits, &spoilt)
                }
                // After an assign anew, a record that was delivered before must not come twice.
                guard partition >= 0, message.offset >= next[partition] else { return }
                if message.offset >= limits[partition] {
                    if plan.note(partition, workedOffTo: limits[partition]) { assignAnew() }
                    return
                }
                let decoder = decoders[sources[partition]]
                for (index, name) in headers[sources[partition]].enumerated() {
                    message.withHeader(name) { decoder.setHeader(index, $0) }
                }
                message.withBytes { key, value in
                    decoder.decode(
                        key: key, value: value, offset: message.offset, timestampMs: message.timestampMs,
                        partition: UInt16(partition), into: delivery.batch)
                }
                next[partition] = message.offset + 1
                last[partition] = message.position
            }
            for partition in last.indices where last[partition] >= 0 {
                spoilt.passed(partition)
                newest[partition] = witness(partition, at: last[partition], of: messages, into: delivery)
                if plan.note(partition, workedOffTo: next[partition]) { assignAnew() }
            }
            handOver.put(delivery)
        }
    }

    /// Notes a partition's last record of a delivery, by which its log is known again.
    private func witness(
        _ partition: Int, at position: Int, of messages: MessageBatch, into delivery: Delivery
    ) -> Witness? {
        report.passed(partition: partition)
        var witness: Witness?
        messages.withMessage(at: position) { message in witness = Witness(message) }
        if let witness { delivery.witnesses.append((partition, witness)) }
        return witness
    }

    /// Drops what came after a broker's fault, and lets it be fetched again: it may be of a log that was cut below
    /// where the fetch stands (R1).
    private func drop(_ messages: MessageBatch, after newest: [Witness?]) {
        messages.removeAll()
        report.failed(after: newest)
        assignAnew()
    }

    /// Assigns the partitions that may be read now, and returns them in the order of their assignment.
    private func assign(
        _ positions: [PartitionPosition], _ next: inout [Int64], _ done: [Int64], _ plan: inout CutPlan
    ) -> [Int] {
        for index in positions.indices {
            next[index] = PipelineReader.place(
                next: next[index], done: done[index], logStart: logStart(positions[index]) ?? 0)
            _ = plan.note(index, workedOffTo: next[index])
        }
        let readable = positions.indices.filter { plan.isReadable($0) }
        report.assigned(plan)
        do {
            try consumer.assign(
                readable.map {
                    Assignment(topic: positions[$0].topic, partition: positions[$0].partition, offset: next[$0])
                })
        } catch {
            onError(error, nil)
        }
        return readable
    }

    /// Where a partition is read on: where it stands, or at the log's start where that is later.
    ///
    /// Only what was worked off without a record to apply is passed over. A log that starts later still lost records
    /// (R1): it is read from where it stands, and the broker's answer leads to the check that tells so.
    static func place(next: Int64, done: Int64, logStart: Int64) -> Int64 {
        logStart <= done ? max(next, logStart) : next
    }

    private func take(
        _ message: borrowing Message, of partition: Int, into delivery: Delivery, _ positions: [PartitionPosition],
        _ done: inout [Int64], _ plan: inout CutPlan, _ limits: [Int64], _ spoilt: inout SpoiltBatches
    ) {
        switch message.kind {
        case .record: break
        case .partitionEnd(let offset):
            guard partition >= 0 else { return }
            report.passed(partition: partition)
            spoilt.passed(partition)
            let limit = limits[partition]
            // Past a cut there may be records that were left for later: it is no end then.
            if offset <= limit { delivery.ends.append((partition, offset)) }
            done[partition] = max(done[partition], min(offset, limit))
            if plan.note(partition, workedOffTo: min(offset, limit)) { assignAnew() }
        case .error(let error):
            let place = positions.indices.contains(partition) ? positions[partition] : nil
            if error.kind == .offsetOutOfRange { assignAnew() }
            if partition >= 0 {
                report.failed(partition: partition, offset: message.offset, error)
                if error.kind == .badData { spoilt.add(partition, at: .now) }
            }
            onError(
                error,
                place.map { LogPlace(topic: $0.topic, partition: $0.partition, offset: message.offset) })
        }
    }
}

extension Witness {
    /// The witness that a message is.
    init(_ message: borrowing Message) {
        var hash: UInt64 = 0
        message.withBytes { hash = RecordHash.of(key: $0, value: $1) }
        self.init(offset: message.offset, timestampMs: message.timestampMs, hash: hash)
    }
}
