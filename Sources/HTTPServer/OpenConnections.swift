// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

private import Glibc
private import Synchronization

/// All open connections; its lock is taken when one opens or closes, never per request.
final class OpenConnections: Sendable {
    private let open = Mutex<[ObjectIdentifier: Connection]>([:])

    func add(_ connection: Connection) {
        open.withLock { $0[ObjectIdentifier(connection)] = connection }
    }

    func remove(_ connection: Connection) {
        open.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(connection)) }
    }

    /// Whether a request of any connection is not answered yet.
    var isUnderWay: Bool {
        open.withLock { $0.values.contains { $0.isUnderWay } }
    }

    /// Shuts down the sockets of clients that have had their time; the library then closes the connection.
    ///
    /// A connection is removed before its socket is closed, so under the lock the descriptor is still its own.
    func cutOverdue(nowMs: Int64) {
        open.withLock { open in
            for connection in open.values where connection.isOverdue(nowMs: nowMs) {
                shutdown(connection.socket, Int32(SHUT_RDWR))
            }
        }
    }
}
