// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

private import CMicrohttpd
private import Glibc
private import Synchronization

/// An HTTP/1.1 server on one address: keep-alive, pipelining, limits, and answers given later from another thread.
///
/// The handler runs on one of a few event threads, so it must not block for long: what may take time is suspended with
/// `Request.suspend()`. All methods of this class may be called from any thread that is not one of the server's own.
public final class HTTPServer: Sendable {
    /// Answers a request, on an event thread; a fault that it throws is answered through the `Problem` hook.
    public typealias Handler = @Sendable (borrowing Request) throws(RequestFault) -> Reply
    /// Makes the answer to a fault that the server or the handler found, on an event thread.
    public typealias Problem = @Sendable (RequestFault) -> Response

    private enum State {
        case fresh
        case running(Running)
        case stopped
    }

    /// What runs between start and stop.
    ///
    /// Proof of Sendable: the pointer is used under the lock of `state`, by the one call that takes it out.
    /// Proof of safe: it is valid from the library's start to its stop, which that call makes.
    @safe
    private struct Running: @unchecked Sendable {
        let library: OpaquePointer
        let service: ServiceThread
        let port: UInt16
    }

    /// How often a stop looks whether all is answered; a stop takes this much longer at most.
    private static let stopPollMs = 5
    /// What clients get beyond the grace to take the last answers.
    private static let farewellMs = 500

    private let address: ListenAddress
    private let threads: Int
    private let core: ServerCore
    private let events: EventQueue
    private let state = Mutex(State.fresh)

    /// Makes a server that does not listen yet.
    ///
    /// - Parameters:
    ///   - threads: event threads; two gave 100,000 constant answers/s, with the client on the same two cores.
    ///   - log: takes what the library says, mostly about clients' faults, on any thread.
    ///   - problem: makes the answers to faults.
    ///   - handler: answers all other requests.
    /// - Throws: `cannot-start` if the system gives no descriptor.
    public init(
        address: ListenAddress, limits: HTTPLimits = HTTPLimits(), threads: Int = 2,
        log: @escaping @Sendable (String) -> Void = { _ in }, problem: @escaping Problem, handler: @escaping Handler
    ) throws(HTTPServerError) {
        precondition(threads >= 1, "a server needs a thread")
        self.address = address
        self.threads = threads
        events = try EventQueue()
        let suspended = SuspendedRequests(limit: limits.suspended, events: events)
        core = ServerCore(limits: limits, suspended: suspended, log: log, problem: problem, handler: handler)
    }

    deinit {
        stop(graceMs: 0)
    }

    /// The port it listens on; 0 unless it runs.
    public var port: UInt16 {
        state.withLock { state in
            if case .running(let running) = state { running.port } else { 0 }
        }
    }

    /// Starts to listen and answer; once in a server's life.
    ///
    /// From here on the process ignores SIGPIPE.
    ///
    /// - Throws: `address-in-use` and the like, with what to do.
    public func start() throws(HTTPServerError) {
        let running = try launch()
        state.withLock { state in
            guard case .fresh = state else { preconditionFailure("a server starts once") }
            state = .running(running)
        }
    }

    /// Stops: answers new requests with 503, lets what is under way end, answers what still waits with 503, and closes.
    ///
    /// Returns when all threads have ended. Further calls do nothing.
    ///
    /// - Parameter graceMs: how long requests under way, suspended ones too, may go on.
    public func stop(graceMs: Int) {
        let running: Running? = state.withLock { state in
            defer { state = .stopped }
            if case .running(let running) = state { return running }
            return nil
        }
        guard let running else { return }
        core.beginStopping()
        waitUntilAnswered(timeoutMs: graceMs)
        core.suspended.answerAll(core.answer(to: .stopping))
        waitUntilAnswered(timeoutMs: Self.farewellMs)
        running.service.stop()
        unsafe cmhd_stop(running.library)
    }

    private func waitUntilAnswered(timeoutMs: Int) {
        let endMs = MonotonicClock.nowMs + Int64(timeoutMs)
        while core.connections.isUnderWay, MonotonicClock.nowMs < endMs {
            _ = poll(nil, 0, Int32(Self.stopPollMs))
        }
    }

    /// The threads made here inherit a mask that leaves all signals to the process's own threads.
    private func launch() throws(HTTPServerError) -> Running {
        signal(SIGPIPE, SIG_IGN)
        let listener = try ListenSocket.open(address)
        var all = sigset_t()
        var before = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        let service = ServiceThread(
            events: events, suspended: core.suspended, connections: core.connections, limits: core.limits)
        do {
            try service.start()
        } catch {
            close(listener)
            throw error
        }
        var settings = unsafe makeLibrarySettings(core: core, listener: listener, threads: threads)
        guard let library = unsafe cmhd_start(&settings) else {
            service.stop()
            close(listener)
            throw HTTPServerError(
                code: .cannotStart, message: "the HTTP library did not start on \(address)",
                hint: "raise the limits of open files and threads")
        }
        return unsafe Running(library: library, service: service, port: ListenSocket.port(of: listener))
    }
}
