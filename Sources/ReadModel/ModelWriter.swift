// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import Definition
public import Events
internal import SQLite

/// The one writer of a generation: folds batches into rows and commits them with their positions.
///
/// Used by one thread. After a throw from `apply` that is a `StoppedRecord`, what came before the record can still be
/// committed; after any other throw the transaction is gone and the writer must be made anew.
public final class ModelWriter {
    /// A place in a transaction, or in a switch, for tests that kill the daemon there.
    public enum Point: String, Sendable, CaseIterable {
        /// After BEGIN.
        case begun
        /// After the rows were written.
        case rowsWritten = "rows-written"
        /// After the positions were written.
        case positionsWritten = "positions-written"
        /// After COMMIT.
        case committed
        /// Before a checkpoint, with the log not yet written back.
        case checkpoint
        /// The live generation has ended, and the pointer still names it.
        case switching
        /// The pointer names the new generation, and nobody answers from it yet.
        case switched
    }

    /// A record that could not be applied, and where.
    public struct StoppedRecord: Error, Sendable {
        /// Why.
        public var fault: RecordFault
        /// The place of its partition in `positions`.
        public var partition: Int
        /// Its offset.
        public var offset: Int64
        /// Why it could not be held, if that is the reason: how many are already.
        public var excess: String?
        /// Its `RecordHash`, by which it can be skipped; nil if its bytes are not known.
        public var hash: UInt64?
    }

    /// The bytes of rows, texts and ended versions of rows with which a transaction is large enough.
    ///
    /// 100,000 rows of 5 columns take about 15 MB. A row that is not at hand is read, and written again with the next
    /// transaction: 400,000 rows by element with their 100,000 orders take 84 MB, and folded at 0.10 of the rate of the
    /// orders alone with 52 MB, at 0.36 with this. With more the 200 MB of the whole daemon would not hold.
    public static let cacheBytesMax = 92 * 1_024 * 1_024

    /// The bytes of ended versions of rows among them, where there is a history; the rows have the rest.
    ///
    /// The more versions a transaction has, the fewer pages of the history are written twice: 1 M of them took 3.0 s of
    /// CPU with 28 MB, and 2.6 with 64.
    public static let historyBytesMax = 64 * 1_024 * 1_024

    /// The bytes of a table's rows that are written without being read: none of them is written twice, so more gains
    /// nothing.
    public static let blindBytesMax = 52 * 1_024 * 1_024

    /// How long emptying the log waits for readers, in milliseconds; the writer stands still meanwhile.
    public static let checkpointPatienceMs: Int32 = 500

    /// The positions as of the last record applied; committed by `commit`.
    public internal(set) var positions: [PartitionPosition]
    /// How each source's records are read, by the source's place.
    public var plans: [DecodePlan] { fold.programs.map(\.plan) }
    /// How each source's records of a projection are read, by the source's place, without a file.
    public static func plans(of projection: Projection) -> [DecodePlan] {
        var compiler = ProgramCompiler(projection: projection, constants: ByteArena())
        return projection.sources.indices.map { compiler.compile(source: $0).plan }
    }

    /// The number of rows that the open transaction will write.
    public var dirtyRows: Int { fold.tables.reduce(0) { $0 + $1.dirtyCount } }
    /// The bytes of rows and texts at hand.
    public var cacheBytes: Int { fold.tables.reduce(0) { $0 + $1.byteCount } }
    /// Whether the open transaction is to end before it takes more memory.
    public var isFull: Bool {
        cacheBytes > rowBytesMax
            || fold.tables.reduce(0) { $0 + $1.historyByteCount } > historyBytesMax
            || fold.tables.contains { $0.writesBlindly && $0.byteCount > blindBytesMax }
    }

    /// Whether events are known by their ids (R14): they are kept until a transaction ends.
    public var keepsIDs: Bool { fold.repeats != nil }

    private let rowBytesMax: Int
    private let historyBytesMax: Int
    private let blindBytesMax: Int
    let isLoading: Bool
    /// Whether something failed while it was written: a file that is loaded is lost then.
    public internal(set) var isSpoiled = false
    let connection: Connection
    private let store: PositionStore
    var fold: RecordFold
    let isCareful: Bool
    /// Told of the rows that change; nil if nobody follows them.
    var follower: (any TableFollower)?
    let desk: HeldDesk
    var skips: SkipsAhead
    let projection: Projection
    let decisions: DecisionLog?
    /// How many decisions were looked at.
    var heededCount: Int
    let freely: [PartitionPosition]
    var heldFold: HeldFold?
    /// Told of each key that is held from now on, on the writer's thread.
    public var onHeld: (HeldNotice) -> Void = { _ in }
    /// Told of each decision that cannot be followed, on the writer's thread.
    public var onUnheeded: (Decision, String) -> Void = { _, _ in }
    let path: String
    private let onPoint: (Point) -> Void
    private var committed: [PartitionPosition]
    private var witnessSteps: [Range<Int>]
    var isOpen = false
    private let log: LogFile
    private var hurriedBytes = 0

    /// Opens a generation for writing.
    ///
    /// `isCareful` reads every row before it is written, so that a record of a wrong partition stops the writer exactly
    /// before itself; `commit` asks for it by throwing `NeedsCare`. `cuts` are by source the ends of partitions when
    /// others were added (R4); without them, those that the sources themselves name. `decisions` tell which records are
    /// skipped (R19). Records before `holdFreelyBelow`, the positions of another generation, do not count for
    /// `stop_above` (R17). A file whose load is not done is loaded; `memoryBytes` bounds what is at hand.
    public init(
        file: GenerationFile, projection: Projection, isCareful: Bool = false,
        memoryBytes: Int = ModelWriter.cacheBytesMax, cuts: [[[Int32: Int64]]] = [],
        decisions: DecisionLog? = nil, holdFreelyBelow freely: [PartitionPosition] = [],
        onPoint: @escaping (Point) -> Void = { _ in }
    ) throws(ReadModelError) {
        path = file.path
        self.onPoint = onPoint
        self.projection = projection
        self.decisions = decisions
        self.freely = freely
        historyBytesMax = memoryBytes * ModelWriter.historyBytesMax / ModelWriter.cacheBytesMax
        blindBytesMax = min(memoryBytes, ModelWriter.blindBytesMax)
        rowBytesMax = memoryBytes - (projection.tables.contains(where: \.hasHistory) ? historyBytesMax : 0)
        self.isCareful = isCareful
        do {
            connection = try Connection(path: file.path, mode: .readWrite)
            try file.check(connection, projection: projection.name)
            isLoading = try file.beginLoad(on: connection)
            if !isLoading { try WriterSettings.apply(to: connection) }
            store = try PositionStore(connection)
            let epochs = projection.sources.enumerated().map { index, source in
                PartitionEpochs(cuts: cuts.indices.contains(index) ? cuts[index] : source.cuts)
            }
            committed = try PositionStore.read(connection)
            let repeats = try RepeatLog(projection, on: connection)
            try repeats?.add(committed)
            fold = try RecordFold(
                projection, isCareful: isCareful, epochs: epochs, repeats: repeats, connection: connection)
            fold.countPartitions(committed)
            desk = try HeldDesk(
                connection, stopAbove: projection.stopAbove, hasIDs: projection.sources.map { $0.id != nil },
                delivered: committed.reduce(0) { $0 + $1.accounting.delivered })
        } catch let error as SQLiteError {
            throw ReadModelError(error, path: file.path)
        } catch let error as ReadModelError {
            throw error
        } catch {
            throw ReadModelError(.store, "\(path): \(error)", hint: "please report this")
        }
        log = LogFile(database: file.path)
        positions = committed
        witnessSteps = committed.map { _ in 0..<0 }
        let known = decisions?.all ?? []
        heededCount = known.count
        skips = SkipsAhead(known, committed)
    }

    /// Adds partitions that the generation does not know yet, in a transaction of their own.
    public func add(_ added: [PartitionPosition]) throws(ReadModelError) {
        // In the order in which the file will tell them.
        let partitions = added.sorted { ($0.topic, $0.partition) < ($1.topic, $1.partition) }
        do {
            try connection.execute("BEGIN IMMEDIATE")
            for partition in partitions { try store.add(partition) }
            try connection.execute("COMMIT")
            try fold.repeats?.add(partitions)
        } catch {
            throw ReadModelError(error, path: path)
        }
        positions += partitions
        committed += partitions
        fold.countPartitions(positions)
        witnessSteps += partitions.map { _ in 0..<0 }
        skips = SkipsAhead(decisions?.all ?? [], positions)
    }

    /// Folds a batch, or these records of it, into the open transaction, which it begins if there is none.
    ///
    /// A record that cannot be applied is held, with those of its key that come after it (R17); `raw` are the batch's
    /// records as they were delivered. Without them nothing can be held, and the record stops the writer.
    public func apply(_ batch: EventBatch, _ numbers: Range<Int>? = nil, raw: (any RawRecords)? = nil) throws {
        let numbers = numbers ?? 0..<batch.records.count
        try begin()
        var tallies = positions.map { RecordFold.Tally(partition: Int64($0.partition), next: $0.next) }
        defer { take(tallies) }
        if let raw {
            try apply(batch, numbers, raw, &tallies)
        } else if let failure = try fold.apply(batch, numbers, &tallies) {
            let record = batch.records[failure.number]
            throw StoppedRecord(fault: failure.fault, partition: Int(record.partition), offset: record.offset)
        }
    }

    private func take(_ tallies: [RecordFold.Tally]) {
        for (index, tally) in tallies.enumerated() where tally.account.delivered > 0 {
            positions[index].accounting.add(tally.account)
            positions[index].next = tally.next
            positions[index].done = tally.next
        }
    }

    /// Notes that a partition's log ends at `offset`: all before it is worked off (R1).
    public func reachedEnd(partition: Int, offset: Int64) {
        positions[partition].done = max(positions[partition].done, offset)
    }

    /// Notes a delivered record by which the log is known again (R2), unless it was not applied.
    public func witness(partition: Int, _ witness: Witness) {
        guard witness.offset < positions[partition].next else { return }
        let steps = positions[partition].witnesses.add(witness)
        witnessSteps[partition] = 0..<max(steps.upperBound, witnessSteps[partition].upperBound)
    }

    /// Whether there is anything to commit.
    public var hasChanges: Bool { isOpen || positions != committed }

    /// Thrown by `commit` when a row that was written without being read belongs to another partition's record, and by
    /// `apply` when that cannot be told: the transaction is gone, and a careful writer, made anew, will find the
    /// record.
    public struct NeedsCare: Error {}

    /// Writes rows and positions, and commits them together.
    public func commit() throws {
        do {
            try begin()
            for table in fold.tables where try !table.flush() { throw NeedsCare() }
            try follower?.finish()
            try fold.repeats?.write(positions)
            onPoint(.rowsWritten)
            for index in positions.indices where positions[index] != committed[index] {
                guard try store.swap(committed[index], for: positions[index]) else {
                    throw ReadModelError(
                        .fenced, "another writer moved \(positions[index].place(of: committed[index].next))",
                        hint: "let one daemon alone write \(path)")
                }
                try store.write(
                    positions[index].witnesses, steps: witnessSteps[index], of: positions[index])
                witnessSteps[index] = 0..<0
            }
            onPoint(.positionsWritten)
            try connection.execute("COMMIT")
        } catch {
            rollBack()
            if let error = error as? SQLiteError { throw ReadModelError(error, path: path) }
            throw error
        }
        isOpen = false
        committed = positions
        onPoint(.committed)
        if cacheBytes > rowBytesMax { for table in fold.tables { table.forget() } }
    }

    /// Writes the log back to the database as far as readers let it; empties the log file if `truncating`.
    public func checkpoint(truncating: Bool) throws(ReadModelError) -> Bool {
        onPoint(.checkpoint)
        connection.setBusyTimeout(ms: ModelWriter.checkpointPatienceMs)
        defer { connection.setBusyTimeout(ms: Connection.busyTimeoutMs) }
        do {
            return try !connection.checkpoint(truncating ? .truncate : .passive).wasBusy
        } catch {
            throw ReadModelError(error, path: path)
        }
    }

    /// The bytes of the log file beside the database; the kernel begins to write it while it grows.
    public var logBytes: Int {
        let bytes = log.bytes
        if bytes < hurriedBytes { hurriedBytes = 0 }
        if bytes >= hurriedBytes + LogFile.writebackBytes {
            log.startWriteback()
            hurriedBytes = bytes
        }
        return bytes
    }

    func begin() throws {
        guard !isOpen else { return }
        try connection.execute("BEGIN IMMEDIATE")
        isOpen = true
        onPoint(.begun)
    }

    func rollBack() {
        isSpoiled = true
        // SQLite may have rolled back by itself, as it does when the disk is full.
        if connection.isInTransaction { try? connection.execute("ROLLBACK") }
        isOpen = false
        for table in fold.tables { table.forget() }
        follower?.rolledBack()
        positions = committed
    }
}
