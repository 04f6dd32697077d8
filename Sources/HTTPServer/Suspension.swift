// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

private import CMicrohttpd
private import Synchronization

/// The state of one request that waits for its answer from another thread.
///
/// The answer, the client's leaving and the server's stop race for it; the first wins and wakes the connection.
/// The library's suspend and resume are called under the lock, so that neither is lost.
final class Suspension: Sendable {
    private enum State {
        case open
        case parked(MHDConnection)
        case answered(Response)
        case gone
        case ended
    }

    private struct Waiting {
        var state = State.open
        var whenGone: (@Sendable () -> Void)?
    }

    let id: UInt64
    private let waiting = Mutex(Waiting())

    init(id: UInt64) {
        self.id = id
    }

    /// Suspends the connection unless an answer is already there; on the connection's own thread.
    func park(_ connection: MHDConnection) -> Bool {
        waiting.withLock { waiting in
            guard case .open = waiting.state else { return false }
            waiting.state = .parked(connection)
            unsafe cmhd_suspend(connection.pointer)
            return true
        }
    }

    /// Gives the answer and wakes the connection; false if it is too late.
    func answer(_ response: Response) -> Bool {
        waiting.withLock { waiting in
            switch waiting.state {
            case .open:
                waiting.state = .answered(response)
                return true
            case .parked(let connection):
                waiting.state = .answered(response)
                unsafe cmhd_resume(connection.pointer)
                return true
            case .answered, .gone, .ended:
                return false
            }
        }
    }

    /// Marks the client as gone, wakes the connection and tells the owner; on the service thread.
    func clientLeft() {
        let notify: (@Sendable () -> Void)? = waiting.withLock { waiting in
            guard case .parked(let connection) = waiting.state else { return nil }
            waiting.state = .gone
            unsafe cmhd_resume(connection.pointer)
            return waiting.whenGone.take()
        }
        notify?()
    }

    /// Gives the server's own answer instead of the owner's, and tells the owner.
    func stop(_ response: Response) {
        let notify = waiting.withLock { $0.whenGone.take() }
        if answer(response) { notify?() }
    }

    /// Takes the answer out; nil if the client is gone.
    func takeAnswer() -> Response? {
        // The closure is let go outside the lock: it may hold the last reference to the responder, which takes the
        // lock.
        let (response, _) = waiting.withLock { waiting -> (Response?, (@Sendable () -> Void)?) in
            guard case .answered(let response) = waiting.state else { return (nil, nil) }
            waiting.state = .ended
            return (response, waiting.whenGone.take())
        }
        return response
    }

    /// Ends the wait, telling the owner if it still expects to answer; on the connection's own thread.
    func end() {
        let notify: (@Sendable () -> Void)? = waiting.withLock { waiting in
            defer { waiting.state = .ended }
            let notify = waiting.whenGone.take()
            if case .parked = waiting.state { return notify }
            return nil
        }
        notify?()
    }

    /// Sets what is called once if the client leaves or the server stops before the answer; at once if it has.
    func whenGone(_ action: @escaping @Sendable () -> Void) {
        let isLate = waiting.withLock { waiting in
            switch waiting.state {
            case .open, .parked:
                waiting.whenGone = action
                return false
            case .gone: return true
            case .answered, .ended: return false
            }
        }
        if isLate { action() }
    }
}
