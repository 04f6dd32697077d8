// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events
internal import SQLite

/// Held records that are applied or skipped after all (R17, R19).
extension ModelWriter {
    /// The held keys; a record without a key counts as one.
    public var heldKeyCount: Int { desk.keyCount }

    /// Whether there are decisions that were not looked at.
    public var hasNewDecisions: Bool { decisions.map { $0.count != heededCount } ?? false }

    /// Works on a task, with up to `limit` held records, in the open transaction.
    ///
    /// It must be committed before the next records are applied, and what was applied before must be committed.
    public func tend(_ task: HeldTask, limit: Int) throws {
        if try store({ try hasNothingToHeed(task) }) { return }
        try begin()
        do {
            try store { try tendInTransaction(task, limit) }
        } catch {
            rollBack()
            throw error
        }
    }

    /// Whether a look at the decisions finds nothing to do: rows at hand stay there then.
    private func hasNothingToHeed(_ task: HeldTask) throws -> Bool {
        guard case .decisions = task.aim, !task.isBegun, !(try desk.store.holdsAny()) else { return false }
        let all = decisions?.all ?? []
        heededCount = all.count
        skips = SkipsAhead(all, positions)
        task.isFinished = true
        return true
    }

    private func tendInTransaction(_ task: HeldTask, _ limit: Int) throws {
        // Rows at hand would not see what is changed here.
        for table in fold.tables {
            guard try table.flush() else { throw NeedsCare() }
            table.forget()
        }
        let applying = try heldFold ?? HeldFold(projection, fold.epochs, positions, follower: follower, on: connection)
        heldFold = applying
        if !task.isBegun {
            task.isBegun = true
            try begin(task, applying)
        }
        var left = limit
        while left > 0, var key = try nextKey(task) {
            let isDone = try retry(&key, task, applying, &left)
            task.keys[task.keys.count - 1] = key
            if isDone { task.keys.removeLast() }
        }
        task.isFinished = task.keys.isEmpty && task.rest == nil
        try applying.flush()
    }

    private func begin(_ task: HeldTask, _ applying: HeldFold) throws {
        switch task.aim {
        case .retryKey(let bytes):
            let hash = KeyHash.of(bytes)
            for source in projection.sources.indices
            where try desk.store.holds(source: source, hash: hash, key: bytes) {
                task.keys.append(HeldKey(source: source, bytes: bytes, hash: hash, rowid: 0))
            }
            task.result.wasFound = !task.keys.isEmpty
        case .retryRecord(let topic, let partition, let offset):
            guard let entry = try desk.store.entry(topic: topic, partition: partition, offset: offset) else { return }
            task.keys.append(try desk.store.first(before: entry.key))
            task.result.wasFound = true
        case .retryAll:
            task.rest = (0, try desk.store.lastRowid())
            task.result.wasFound = true
        case .decisions: try heed(task, applying)
        }
    }

    /// The key to go on with.
    private func nextKey(_ task: HeldTask) throws -> HeldKey? {
        if task.keys.isEmpty, let rest = task.rest {
            let found = try desk.store.failed(after: rest.after, through: rest.through, limit: 100)
            task.keys = found.reversed()
            task.rest = found.last.map { ($0.rowid, rest.through) }
        }
        return task.keys.last
    }

    /// Applies the records of a key in their order until one fails, none is left, or `left` is used up; whether there
    /// is nothing more to do for it.
    private func retry(_ key: inout HeldKey, _ task: HeldTask, _ applying: HeldFold, _ left: inout Int) throws -> Bool {
        while left > 0 {
            guard let taken = try applying.take(key, from: desk.store, positions) else {
                return try free(key, task)
            }
            left -= 1
            do {
                let (topic, partition) = (positions[taken.partition].topic, positions[taken.partition].partition)
                let outcome = try applying.apply(taken, partition)
                try desk.remove(taken.rowid, failed: taken.failed, number: taken.number)
                positions[taken.partition].accounting.held -= 1
                positions[taken.partition].accounting.count(outcome)
                task.result.applied += 1
                if key.bytes == nil {
                    let next = try desk.store.repeating(topic: topic, partition: partition, offset: taken.offset)
                    guard let next else { return try free(key, task) }
                    key = next
                }
            } catch let fault as RecordFault {
                try desk.fail(taken.rowid, fault, wasFirst: taken.failed, number: taken.number)
                task.result.failedKeys += 1
                return true
            }
        }
        return false
    }

    /// Lets a key go of which nothing is left.
    private func free(_ key: HeldKey, _ task: HeldTask) throws -> Bool {
        try desk.release(key)
        task.result.freedKeys += 1
        return true
    }

    /// Removes what was decided to be skipped and is held; what waits behind it goes on.
    private func heed(_ task: HeldTask, _ applying: HeldFold) throws {
        task.keys = try desk.store.interrupted()
        let all = decisions?.all ?? []
        for decision in all {
            guard case .skip(let topic, let partition, let offset, let hash, _) = decision,
                let index = positions.firstIndex(where: { $0.topic == topic && $0.partition == partition }),
                let entry = try desk.store.entry(topic: topic, partition: partition, offset: offset)
            else { continue }
            guard entry.hash == hash else {
                onUnheeded(decision, "the log has another record there: the decision was made for another log")
                continue
            }
            let repeating = try desk.store.repeating(topic: topic, partition: partition, offset: offset)
            try takeBack(entry, offset: offset, index: index, applying)
            try desk.remove(entry.rowid, failed: entry.failed, number: entry.number)
            positions[index].accounting.held -= 1
            positions[index].accounting.skipped += 1
            task.result.skipped += 1
            task.result.wasFound = true
            if entry.key.bytes == nil {
                try goOn(behind: entry, repeating, task)
            } else if entry.failed {
                task.keys.append(entry.key)
            }
        }
        heededCount = all.count
        skips = SkipsAhead(all, positions)
    }

    /// After a record without a key: the one that repeats it goes on, unless that repeats another one too.
    private func goOn(
        behind entry: HeldStore.Entry, _ repeating: HeldKey?, _ task: HeldTask
    ) throws {
        let count = task.keys.count
        task.keys.removeAll { $0.rowid == entry.rowid }
        let wasFirst = entry.failed || task.keys.count < count
        if let repeating {
            let first = try desk.store.first(before: repeating)
            if first.rowid == repeating.rowid { task.keys.append(first) }
        } else if wasFirst {
            _ = try free(entry.key, task)
        }
    }

    /// Takes back that the event of a record to be skipped was seen (R14).
    private func takeBack(_ entry: HeldStore.Entry, offset: Int64, index: Int, _ applying: HeldFold) throws {
        guard let repeats = fold.repeats else { return }
        // By its row alone, since it may wait behind others of its key.
        let alone = HeldKey(source: entry.key.source, bytes: nil, hash: 0, rowid: entry.rowid)
        guard let taken = try applying.take(alone, from: desk.store, positions), let identity = applying.identity else {
            return
        }
        try repeats.takeBack(identity, positions[index], index: index, offset: offset, before: taken.seenAt)
        let span = Int64(projection.sources[entry.key.source].repeats)
        try desk.store.seeBehind(positions[index], offset, taken.seenAt, span: span)
    }
}
