// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Synchronization
internal import Views

/// What a generation shows of its views; its writer updates it, any thread may ask.
public final class ViewBoard: Sendable {
    /// One view.
    public struct Status: Hashable, Sendable {
        /// The view's name.
        public var name: String
        /// Why it is not kept any more (R20); nil if it is.
        public var failure: String?
        /// The changed rows that came in since the daemon opened the generation.
        public var deltaRows: Int64 = 0
        /// The stored rows that were inserted, changed or deleted.
        public var rowsWritten: Int64 = 0
        /// The keys and groups that were computed again.
        public var keysRecomputed: Int64 = 0
        /// The most rows that one relation's changes of one transaction touched.
        public var largestFanOut: Int64 = 0
        /// The time that it took.
        public var nanoseconds: Int64 = 0
    }

    private struct Contents {
        var statuses: [Status]
        var areBuilt: Bool
        var isFilling = false
    }

    private let contents: Mutex<Contents>
    private let hasFailures = Atomic<Bool>(false)

    init(_ names: [String]) {
        contents = Mutex(Contents(statuses: names.map { Status(name: $0) }, areBuilt: names.isEmpty))
    }

    /// All views, in the order of the file.
    public var statuses: [Status] { contents.withLock { $0.statuses } }

    /// Whether the views have their rows; before, nothing can be asked of them.
    public var areBuilt: Bool { contents.withLock { $0.areBuilt } }

    /// The first of these views that is not kept, and why; nil if all are.
    public func failure(of names: [String]) -> (view: String, cause: String)? {
        guard hasFailures.load(ordering: .acquiring) else { return nil }
        return contents.withLock { contents in
            for status in contents.statuses where names.contains(status.name) {
                if let failure = status.failure { return (status.name, failure) }
            }
            return nil
        }
    }

    func set(areBuilt: Bool) {
        contents.withLock {
            $0.areBuilt = areBuilt
            $0.isFilling = false
        }
    }

    /// Whether they are being filled now.
    var isFilling: Bool { contents.withLock { $0.isFilling } }

    func beginFilling() {
        contents.withLock { $0.isFilling = true }
    }

    /// Shows which views are not kept, and why; before anything is committed without them.
    func set(failures: [String: String]) {
        contents.withLock { contents in
            for index in contents.statuses.indices {
                contents.statuses[index].failure = failures[contents.statuses[index].name]
            }
        }
        hasFailures.store(!failures.isEmpty, ordering: .releasing)
    }

    func set(_ counts: [ViewCounts]) {
        contents.withLock { contents in
            for count in counts {
                guard let index = contents.statuses.firstIndex(where: { $0.name == count.view }) else { continue }
                contents.statuses[index].deltaRows = count.deltaRows
                contents.statuses[index].rowsWritten = count.rowsWritten
                contents.statuses[index].keysRecomputed = count.keysRecomputed
                contents.statuses[index].largestFanOut = count.largestFanOut
                contents.statuses[index].nanoseconds = count.nanoseconds
            }
        }
    }
}
