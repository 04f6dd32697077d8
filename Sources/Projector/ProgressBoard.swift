// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation
public import ReadModel
public import Synchronization

/// What a pipeline shows to others: its state, its partitions, and who waits for a place in the log.
///
/// Its writer updates it after each commit, its watcher when the brokers answer; any thread may ask.
public final class ProgressBoard: Sendable {
    /// How a wait ended.
    public enum WaitResult: Sendable {
        /// All places are done.
        case met
        /// The deadline came first.
        case timedOut
        /// The pipeline stands still.
        case stopped(StopCause)
        /// The pipeline has ended: another generation answers now, or the daemon stops.
        case ended
    }

    /// A wait under way.
    public struct Wait: Sendable {
        fileprivate let board: ProgressBoard
        fileprivate let number: UInt64

        /// Ends the wait without calling its `answer`, unless that was called already.
        public func cancel() {
            _ = board.take { $0 == number }
        }
    }

    /// The most waits at once; one more is refused.
    public static let waitsMax = 512

    private struct Waiter {
        var places: [LogPlace]
        var answer: @Sendable (WaitResult) -> Void
    }

    private struct Contents {
        var state = RunState.starting
        var phase = Phase.loading
        var partitions: [PartitionProgress] = []
        var lags: [LagRing] = []
        var waiters: [UInt64: Waiter] = [:]
        var nextWaiter: UInt64 = 1
        var hasEnded = false
        var lastAnswer: ContinuousClock.Instant?
        /// Whether the state is that no broker answers.
        var isSilent = false
    }

    /// Changes whenever a partition's end was reached, or must be reached again: what was derived from
    /// `PartitionProgress.isEndReached` is then to be derived anew.
    public let endChanges = Atomic<UInt64>(0)

    /// How often reading was begun anew because nothing came although the brokers answered.
    public let stalls = Atomic<UInt64>(0)
    /// The keys that are held (R17), as of the last commit.
    public let heldKeys = Atomic<Int>(0)
    /// The views.
    public let views: ViewBoard

    /// What a generation does with the log.
    public enum Phase: Sendable {
        /// It is loaded from the log's start.
        case loading
        /// It is loaded; what follows from the rows is made.
        case indexing
        /// It follows the log.
        case following
    }

    /// What the generation does with the log.
    public internal(set) var phase: Phase {
        get { contents.withLock { $0.phase } }
        set { contents.withLock { $0.phase = newValue } }
    }

    private let contents = Mutex(Contents())
    private let waiting = Atomic<Int>(0)

    init(views: [String] = []) {
        self.views = ViewBoard(views)
    }

    /// The pipeline's state.
    public var state: RunState { contents.withLock { $0.state } }

    /// The partitions.
    public var partitions: [PartitionProgress] { contents.withLock { $0.partitions } }

    /// Whether somebody waits, so that the writer commits at once.
    var hasWaiters: Bool { waiting.load(ordering: .relaxed) > 0 }

    /// How long the oldest partition is behind (R34); nil if that is not known yet.
    public var lag: Duration? {
        let now = ContinuousClock.now
        return contents.withLock { contents in
            var largest = Duration.zero
            for (ring, partition) in zip(contents.lags, contents.partitions) {
                guard let lag = ring.lag(done: partition.done, now: now) else { return nil }
                largest = max(largest, lag)
            }
            return contents.partitions.isEmpty ? nil : largest
        }
    }

    /// How long ago the brokers last answered; nil if they never did.
    public var sinceLastAnswer: Duration? {
        contents.withLock { $0.lastAnswer }.map { ContinuousClock.now - $0 }
    }

    /// The log's ends as the brokers last told them; 0 where they did not yet.
    var logEnds: [Int64] { contents.withLock { $0.partitions.map { $0.logEnd ?? 0 } } }

    /// Where a partition begins as the brokers last told it; nil if they did not yet.
    func logStart(of position: PartitionPosition) -> Int64? {
        contents.withLock { contents in
            contents.partitions.first {
                $0.position.topic == position.topic && $0.position.partition == position.partition
            }?.logStart
        }
    }

    /// Whether a place is done.
    public func isDone(_ place: LogPlace) -> Bool {
        contents.withLock { ProgressBoard.isDone(place, $0.partitions) }
    }

    /// Calls `answer` once: when all places are done, when the pipeline stops, or when the wait is over.
    ///
    /// Nil if too many wait already; `answer` is then not called. It is called on any thread and must not block.
    public func wait(
        for places: [LogPlace], timeout: Duration, answer: @escaping @Sendable (WaitResult) -> Void
    ) -> Wait? {
        enum Entry {
            case refused
            case over(WaitResult)
            case waits(UInt64)
        }
        let entry: Entry = contents.withLock { contents in
            if places.allSatisfy({ ProgressBoard.isDone($0, contents.partitions) }) { return .over(.met) }
            if contents.hasEnded { return .over(.ended) }
            if case .stopped(let cause) = contents.state { return .over(.stopped(cause)) }
            if timeout <= .zero { return .over(.timedOut) }
            guard contents.waiters.count < ProgressBoard.waitsMax else { return .refused }
            let number = contents.nextWaiter
            contents.nextWaiter += 1
            contents.waiters[number] = Waiter(places: places, answer: answer)
            waiting.store(contents.waiters.count, ordering: .relaxed)
            return .waits(number)
        }
        switch entry {
        case .refused: return nil
        case .over(let result):
            answer(result)
            return Wait(board: self, number: 0)
        case .waits(let number):
            let seconds = Double(timeout.components.seconds) + Double(timeout.components.attoseconds) / 1e18
            DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { [self] in
                take { $0 == number }.forEach { $0(.timedOut) }
            }
            return Wait(board: self, number: number)
        }
    }

    // MARK: - By the pipeline

    func set(_ state: RunState) {
        contents.withLock {
            $0.state = state
            $0.isSilent = false
        }
        if case .stopped(let cause) = state { take { _ in true }.forEach { $0(.stopped(cause)) } }
    }

    /// Shows that the brokers do not answer, if for some partition they have not for long, or at all, and that they do
    /// again: the watcher, which asks, may hang meanwhile.
    func noteSilence(at now: ContinuousClock.Instant = .now) {
        let patience = Duration.milliseconds(LogWatcher.patienceMs)
        contents.withLock { contents in
            guard contents.state == .running || contents.isSilent else { return }
            let isQuiet = contents.lastAnswer.map { now - $0 > patience } ?? false
            let silent = contents.partitions.first { ($0.isUnanswered || isQuiet) && now - $0.answeredAt > patience }
            contents.isSilent = silent != nil
            contents.state =
                silent.map { partition in
                    let position = partition.position
                    return .waiting(reason: "no broker answers for \(position.topic)/\(position.partition)")
                } ?? .running
        }
    }

    /// Ends all waits: nothing will change any more.
    func end() {
        contents.withLock { $0.hasEnded = true }
        take { _ in true }.forEach { $0(.ended) }
    }

    /// Starts with these positions, none of whose ends is known.
    func begin(_ positions: [PartitionPosition]) {
        contents.withLock { contents in
            contents.partitions = positions.map { PartitionProgress(position: $0) }
            contents.lags = positions.map { _ in LagRing() }
            endChanges.add(1, ordering: .releasing)
        }
    }

    /// Partitions were assigned anew: their ends must be reached again.
    func assigned() {
        contents.withLock { contents in
            for index in contents.partitions.indices { contents.partitions[index].isEndReached = false }
            endChanges.add(1, ordering: .releasing)
        }
    }

    /// Positions were committed; `ends` are the partitions whose end was met on the way, with its offset.
    func committed(_ positions: [PartitionPosition], ends: [(partition: Int, offset: Int64)]) {
        let now = ContinuousClock.now
        let met: [@Sendable (WaitResult) -> Void] = contents.withLock { contents in
            let isMoved = zip(positions, contents.partitions).contains { $0.next > $1.position.next }
            if isMoved || !ends.isEmpty { contents.lastAnswer = now }
            for end in ends {
                if !contents.partitions[end.partition].isEndReached { endChanges.add(1, ordering: .releasing) }
                contents.partitions[end.partition].isEndReached = true
                contents.lags[end.partition].observe(end.offset, at: now)
            }
            for index in positions.indices {
                if positions[index].next > contents.partitions[index].position.next {
                    contents.partitions[index].answered(at: now)
                }
                contents.partitions[index].position = positions[index]
                contents.lags[index].reached(contents.partitions[index].done)
            }
            guard !contents.waiters.isEmpty else { return [] }
            let partitions = contents.partitions
            return take(from: &contents) { waiter, _ in
                waiter.places.allSatisfy { ProgressBoard.isDone($0, partitions) }
            }
        }
        met.forEach { $0(.met) }
    }

    /// The brokers told where a partition begins and ends.
    func observed(
        partition: Int, start: Int64, end: Int64, fetchedEnd: Int64? = nil, at now: ContinuousClock.Instant = .now
    ) {
        contents.withLock { contents in
            contents.lastAnswer = now
            contents.partitions[partition].observe(start: start, end: end, fetchedEnd: fetchedEnd, at: now)
            contents.lags[partition].observe(end, at: now)
            contents.lags[partition].reached(contents.partitions[partition].done)
        }
    }

    /// The brokers did not tell where a partition begins and ends.
    func unanswered(partition: Int) {
        contents.withLock { $0.partitions[partition].isUnanswered = true }
    }

    /// How far the partitions of a source are behind.
    func followers(ofSource source: Int) -> [CompactionLedger.Follower] {
        let now = ContinuousClock.now
        return contents.withLock { contents in
            zip(contents.lags, contents.partitions).filter { $0.1.position.source == source }.map { ring, partition in
                let lag = ring.lag(done: partition.done, now: now)
                return CompactionLedger.Follower(
                    isBehind: (partition.lagRecords ?? 0) > 0, ageMs: lag.map { Int64($0 / .milliseconds(1)) })
            }
        }
    }

    private func take(where chosen: (UInt64) -> Bool) -> [@Sendable (WaitResult) -> Void] {
        contents.withLock { contents in take(from: &contents) { _, number in chosen(number) } }
    }

    private func take(
        from contents: inout Contents, where chosen: (Waiter, UInt64) -> Bool
    ) -> [@Sendable (WaitResult) -> Void] {
        let numbers = contents.waiters.filter { chosen($0.value, $0.key) }.map(\.key)
        let answers = numbers.compactMap { contents.waiters.removeValue(forKey: $0)?.answer }
        waiting.store(contents.waiters.count, ordering: .relaxed)
        return answers
    }

    private static func isDone(_ place: LogPlace, _ partitions: [PartitionProgress]) -> Bool {
        partitions.contains {
            $0.position.topic == place.topic && $0.position.partition == place.partition && $0.done > place.offset
        }
    }
}
