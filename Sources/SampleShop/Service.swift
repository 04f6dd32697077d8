// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import HTTPServer
internal import KafkaClient
internal import Synchronization

/// One service at work: its store, its HTTP server, and the relay of its outbox.
final class Service: Sendable {
    typealias Answer = @Sendable (ShopCall) throws(ShopError) -> ShopAnswer
    typealias MakeRelay = @Sendable () -> Relay

    let name: ShopService
    let store: Store
    private let server: HTTPServer
    private let makeRelay: MakeRelay
    private let relay: Mutex<Relay?> = Mutex(nil)

    init(
        _ name: ShopService, store: Store, listen: ListenAddress, makeRelay: @escaping MakeRelay,
        answer: @escaping Answer
    ) throws(ShopError) {
        self.name = name
        self.store = store
        self.makeRelay = makeRelay
        do throws(HTTPServerError) {
            server = try HTTPServer(address: listen, threads: 1, problem: ProblemAnswer.response) {
                request throws(RequestFault) in
                .now(try reply(ShopCall(request), of: name, answer))
            }
        } catch {
            throw ShopError(.listen, error.message, hint: error.hint)
        }
    }

    /// The port it listens on; 0 unless it runs.
    var port: UInt16 { server.port }

    /// The relay of the moment; nil if none was started.
    var currentRelay: Relay? { relay.withLock { $0 } }

    func listen() throws(ShopError) {
        do throws(HTTPServerError) {
            try server.start()
        } catch {
            throw ShopError(.listen, error.message, hint: error.hint)
        }
    }

    /// Starts a relay unless one is at work.
    func startRelay() {
        relay.withLock { relay in
            if let relay, relay.isWanted { return }
            let made = makeRelay()
            relay = made
            made.start()
        }
    }

    func stop(graceMs: Int, deadlineMs: Int) -> Bool {
        server.stop(graceMs: graceMs)
        return currentRelay?.stop(deadlineMs: deadlineMs) ?? true
    }

    /// Whether all that is in the outbox now was published before the deadline.
    func waitUntilPublished(until deadline: ContinuousClock.Instant) throws(ShopError) -> Bool {
        let last = try store.lastOutboxID()
        while let relay = currentRelay {
            let seen = relay.progress.rings
            if relay.position > last { return true }
            // A relay that was replaced meanwhile moves no more: look again soon.
            let soon = ContinuousClock.now + .milliseconds(100)
            guard ContinuousClock.now < deadline else { return false }
            relay.progress.wait(past: seen, until: min(soon, deadline))
        }
        return false
    }
}

private func reply(_ call: ShopCall, of service: ShopService, _ answer: Service.Answer) throws(RequestFault) -> Response
{
    do throws(ShopError) {
        guard call.collection == service.rawValue else { throw call.unknown }
        return try answer(call).response
    } catch {
        throw error.requestFault
    }
}
