// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

private import CMicrohttpd
private import Synchronization

/// One client's connection and the request that it is at, reused from request to request.
///
/// Proof of Sendable: the library gives a connection to one of its threads for life, and only that thread touches
/// the plain fields; `phase` and `deadlineMs`, which the service thread reads too, are atomic.
final class Connection: @unchecked Sendable {
    let socket: Int32
    private let core: ServerCore
    private let phase = Atomic<UInt8>(Phase.idle.rawValue)
    private let deadlineMs: Atomic<Int64>

    private var uriLength = 0
    private var headSeen = false
    private var droppedBytes = 0
    private(set) var body: [UInt8] = []
    private var suspension: Suspension?

    init(socket: Int32, core: ServerCore) {
        self.socket = socket
        self.core = core
        deadlineMs = Atomic(MonotonicClock.nowMs + Int64(core.limits.headTimeoutMs))
    }

    /// Whether a request has begun whose answer is not wholly sent.
    var isUnderWay: Bool { phase.load(ordering: .relaxed) != Phase.idle.rawValue }

    /// Whether the client has had its time.
    func isOverdue(nowMs: Int64) -> Bool { deadlineMs.load(ordering: .relaxed) < nowMs }

    private func enter(_ next: Phase) {
        phase.store(next.rawValue, ordering: .relaxed)
        let limits = core.limits
        let timeoutMs: Int? =
            switch next {
            case .idle: limits.idleTimeoutMs
            case .head: limits.headTimeoutMs
            case .body: limits.bodyTimeoutMs
            case .handling: nil
            case .sending: limits.sendTimeoutMs
            }
        let deadline = timeoutMs.map { MonotonicClock.nowMs + Int64($0) } ?? .max
        deadlineMs.store(deadline, ordering: .relaxed)
    }

    // MARK: The library's calls, in their order

    /// The request's line has been read.
    func begin(uriLength: Int) {
        enter(.head)
        self.uriLength = uriLength
        headSeen = false
        droppedBytes = 0
        if !body.isEmpty { body = [] }
    }

    /// Takes the head, a piece of the body, the end of the request, or the end of a wait; false cuts the connection.
    func receive(_ call: RequestCall) -> Bool {
        if !headSeen {
            headSeen = true
            return takeHead(call)
        }
        if unsafe !call.piece.isEmpty { return takePiece(call) }
        if let suspension { return resume(suspension, call) }
        return handle(call)
    }

    /// The answer was sent, or the client is gone.
    func complete() {
        if let suspension { end(suspension) }
        enter(.idle)
    }

    /// The connection is about to be closed.
    func close() {
        core.connections.remove(self)
    }

    private func takeHead(_ call: RequestCall) -> Bool {
        do throws(RequestFault) {
            let head = try HeadCheck(call, uriLength: uriLength, limits: core.limits)
            if head.hasBody { enter(.body) }
            return true
        } catch {
            return refuse(error, call)
        }
    }

    private func takePiece(_ call: RequestCall) -> Bool {
        let count = unsafe call.piece.count
        guard droppedBytes == 0, body.count + count <= core.limits.bodyBytes else {
            // The library takes no answer in the middle of a body: read a little more of it, then answer or cut.
            droppedBytes += count
            return droppedBytes <= core.limits.bodyBytes
        }
        unsafe body.append(contentsOf: call.piece)
        return true
    }

    private func handle(_ call: RequestCall) -> Bool {
        guard droppedBytes == 0 else { return refuse(.tooLargeBody(core.limits), call) }
        guard !core.isStopping else { return refuse(.stopping, call) }
        enter(.handling)
        let request = Request(call: call, connection: self)
        do throws(RequestFault) {
            switch try core.handler(request) {
            case .now(let response):
                if let suspension { end(suspension) }
                return send(response, call)
            case .later(let responder):
                return park(responder, call)
            }
        } catch {
            if let suspension { end(suspension) }
            return send(core.answer(to: error), call)
        }
    }

    // MARK: Waiting

    /// See `Request.suspend()`.
    func suspend() -> Responder? {
        precondition(suspension == nil, "a request is suspended once")
        guard let suspension = core.suspended.admit() else { return nil }
        self.suspension = suspension
        return Responder(suspension)
    }

    private func park(_ responder: Responder, _ call: RequestCall) -> Bool {
        guard let suspension, responder.suspension === suspension else {
            preconditionFailure("the responder is another request's")
        }
        if unsafe suspension.park(MHDConnection(pointer: call.connection)) {
            core.suspended.watch(suspension, socket: socket)
            return true
        }
        return resume(suspension, call)
    }

    private func resume(_ suspension: Suspension, _ call: RequestCall) -> Bool {
        let answer = suspension.takeAnswer()
        end(suspension)
        guard let answer else { return false }
        return send(answer, call)
    }

    private func end(_ suspension: Suspension) {
        core.suspended.remove(suspension, socket: socket)
        suspension.end()
        self.suspension = nil
    }

    // MARK: Answering

    private func refuse(_ fault: RequestFault, _ call: RequestCall) -> Bool {
        var response = core.answer(to: fault)
        response.closesConnection = true
        return send(response, call)
    }

    private func send(_ response: Response, _ call: RequestCall) -> Bool {
        enter(.sending)
        let closes: Int32 = response.closesConnection || core.isStopping ? 1 : 0
        return unsafe response.headers.bytes.withUnsafeBufferPointer { fields in
            unsafe response.body.withUnsafeBufferPointer { body in
                unsafe cmhd_respond(
                    call.connection, UInt32(response.status), fields.baseAddress, fields.count, body.baseAddress,
                    body.count, closes) != 0
            }
        }
    }
}
