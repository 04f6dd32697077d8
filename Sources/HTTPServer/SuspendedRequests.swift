// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

private import CMicrohttpd
private import Synchronization

/// All requests that wait, and the watch over their clients.
///
/// The library does not look at a suspended connection's socket, so this keeps its own epoll set of them. The socket is
/// taken out on the connection's own thread before the library closes it. Events carry a number that is used once, so
/// that a late event of a closed socket cannot meet its successor.
final class SuspendedRequests: Sendable {
    private struct Table {
        var waiting: [UInt64: Suspension] = [:]
        var lastID: UInt64 = 0
        var isClosed = false
    }

    private let limit: Int
    private let events: EventQueue
    private let table = Mutex(Table())

    init(limit: Int, events: EventQueue) {
        self.limit = limit
        self.events = events
    }

    /// A new suspension, or nil when there are too many or the server is stopping.
    func admit() -> Suspension? {
        table.withLock { table in
            guard !table.isClosed, table.waiting.count < limit else { return nil }
            table.lastID += 1
            let suspension = Suspension(id: table.lastID)
            table.waiting[suspension.id] = suspension
            return suspension
        }
    }

    /// Starts looking for the client's leaving.
    func watch(_ suspension: Suspension, socket: Int32) {
        events.add(socket, id: suspension.id, events: EPOLLRDHUP.rawValue | EPOLLONESHOT.rawValue)
    }

    /// Forgets a suspension; on its connection's own thread.
    func remove(_ suspension: Suspension, socket: Int32) {
        events.remove(socket)
        table.withLock { _ = $0.waiting.removeValue(forKey: suspension.id) }
    }

    /// The client of a watched suspension has left.
    func clientLeft(id: UInt64) {
        let suspension = table.withLock { $0.waiting[id] }
        suspension?.clientLeft()
    }

    /// Admits no more.
    func close() {
        table.withLock { $0.isClosed = true }
    }

    /// Answers all that still wait.
    func answerAll(_ response: Response) {
        let all = table.withLock { Array($0.waiting.values) }
        for suspension in all { suspension.stop(response) }
    }
}
