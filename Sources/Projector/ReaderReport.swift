// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import KafkaClient
internal import ReadModel
internal import Synchronization

/// What a session's reader tells its watcher: which partitions it reads, and which it fails to read.
final class ReaderReport: Sendable {
    /// After how many faults at one offset a partition counts as blocked; librdkafka fetches again every 0.5 s.
    static let faultsMax = 5

    private struct Trouble {
        var offset: Int64
        var error: KafkaError
        var count = 1
    }

    private struct Contents {
        var isAssigned: [Bool]
        var awaited: [Int64?]
        var troubles: [Int: Trouble] = [:]
        var anchors: [Witness?]
    }

    private let positions: [PartitionPosition]
    private let projection: String
    private let contents: Mutex<Contents>
    private let troubleCount = Atomic<Int>(0)

    init(_ positions: [PartitionPosition], projection: String) {
        self.positions = positions
        self.projection = projection
        contents = Mutex(
            Contents(
                isAssigned: positions.map { _ in true }, awaited: positions.map { _ in nil },
                anchors: positions.map { _ in nil }))
    }

    // MARK: - By the reader

    /// The partitions were assigned by this plan.
    func assigned(_ plan: CutPlan) {
        contents.withLock { contents in
            contents.isAssigned = positions.indices.map { plan.isReadable($0) }
            contents.awaited = positions.indices.map { plan.awaited($0) }
        }
    }

    /// A partition's records could not be had.
    func failed(partition: Int, offset: Int64, _ error: KafkaError) {
        guard error.kind == .authorization || error.kind == .badData else { return }
        contents.withLock { contents in
            if let known = contents.troubles[partition], known.offset == offset, known.error.kind == error.kind {
                contents.troubles[partition]?.count += 1
            } else {
                contents.troubles[partition] = Trouble(offset: offset, error: error)
            }
            troubleCount.store(contents.troubles.count, ordering: .relaxed)
        }
    }

    /// Records or the end of a partition came.
    func passed(partition: Int) {
        if troubleCount.load(ordering: .relaxed) == 0 { return }
        contents.withLock { contents in
            contents.troubles[partition] = nil
            troubleCount.store(contents.troubles.count, ordering: .relaxed)
        }
    }

    /// A broker failed: `newest` were the last records before that, by partition, by which the log is known again
    /// even if records of another leader's log push them out of the stored witnesses before it is checked (R2).
    func failed(after newest: [Witness?]) {
        contents.withLock { contents in
            for index in newest.indices { contents.anchors[index] = contents.anchors[index] ?? newest[index] }
        }
    }

    // MARK: - By the watcher

    /// By partition, the last record before a broker failed, until the log was found right since.
    var anchors: [Witness?] { contents.withLock { $0.anchors } }

    /// The log was found right with these.
    func release(_ checked: [Witness?]) {
        contents.withLock { contents in
            for index in checked.indices where contents.anchors[index] == checked[index] {
                contents.anchors[index] = nil
            }
        }
    }

    /// Whether a partition is read now, and not kept waiting by a cut.
    func isAssigned(_ partition: Int) -> Bool { contents.withLock { $0.isAssigned[partition] } }

    /// The end that a cut wants a partition to be read to, if it is not yet.
    func awaited(_ partition: Int) -> Int64? { contents.withLock { $0.awaited[partition] } }

    /// Whether the brokers refuse some partition: it must be assigned anew to hear that they do no more.
    var isRefused: Bool {
        if troubleCount.load(ordering: .relaxed) == 0 { return false }
        return contents.withLock { $0.troubles.values.contains { $0.error.kind == .authorization } }
    }

    /// Why a partition cannot be read; nil if all can.
    var cause: StopCause? {
        if troubleCount.load(ordering: .relaxed) == 0 { return nil }
        let troubles = contents.withLock { $0.troubles }
        for (partition, trouble) in troubles.sorted(by: { $0.key < $1.key }) {
            let place = positions[partition].place(of: trouble.offset)
            if trouble.error.kind == .authorization { return Hindrance.notAuthorized(trouble.error, place) }
            guard trouble.count >= ReaderReport.faultsMax else { continue }
            return Hindrance.unreadable(at: place, trouble.error.description, projection: projection)
        }
        return nil
    }
}
