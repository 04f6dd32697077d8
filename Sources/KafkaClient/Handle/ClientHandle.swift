// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CRdKafka
internal import Dispatch
internal import Synchronization

/// The one owner of a librdkafka client.
///
/// Whoever uses the client, a call or a batch that holds its messages, counts as a user; closing lets no new user in,
/// and the last one to leave starts the destruction on a thread of its own, because `rd_kafka_destroy` of librdkafka
/// 2.0.2 never returns once a topic that was being consumed has been deleted.
final class ClientHandle: Sendable {
    /// How many clients were given up because their destruction did not end in time.
    static let abandoned = Atomic<Int>(0)

    let context: ClientContext
    private let kind: rd_kafka_type_t
    private let state: Mutex<State>
    private let destroyed = DispatchSemaphore(value: 0)

    private struct State {
        var client: ClientPointer?
        var users = 0
        var isClosing = false
    }

    init(
        _ kind: rd_kafka_type_t, _ configuration: consuming ClientConfiguration,
        log: @escaping @Sendable (KafkaEvent) -> Void
    ) throws(KafkaError) {
        context = ClientContext(log: log)
        context.register(configuration, reportsDeliveries: kind == RD_KAFKA_PRODUCER)
        self.kind = kind
        state = Mutex(State(client: try configuration.makeClient(kind)))
    }

    deinit {
        startClosing()
    }

    /// Calls with the client, or returns nil once it is closing.
    func use<Result>(_ body: (ClientPointer) throws(KafkaError) -> Result) throws(KafkaError) -> Result? {
        guard let client = enter() else { return nil }
        defer { leave() }
        return try body(client)
    }

    /// Lets a user in who will call `leave`; nil once the client is closing.
    func enter() -> ClientPointer? {
        state.withLock { state in
            guard !state.isClosing else { return nil }
            state.users += 1
            return state.client
        }
    }

    /// Lets a user out.
    func leave() {
        let last = state.withLock { state -> ClientPointer? in
            state.users -= 1
            return state.isClosing && state.users == 0 ? state.client.take() : nil
        }
        if let last { destroy(last) }
    }

    /// Closes, and waits for the destruction up to the deadline; false if it was given up.
    func close(deadlineMs: Int) -> Bool {
        startClosing()
        guard destroyed.wait(timeout: .now() + .milliseconds(deadlineMs)) == .success else {
            Self.abandoned.add(1, ordering: .relaxed)
            return false
        }
        destroyed.signal()
        return true
    }

    /// Lets no user in any more, and waits for nothing.
    func startClosing() {
        let unused = state.withLock { state -> ClientPointer? in
            state.isClosing = true
            return state.users == 0 ? state.client.take() : nil
        }
        if let unused { destroy(unused) }
    }

    private func destroy(_ client: ClientPointer) {
        let (context, destroyed, kind) = (context, destroyed, kind)
        let started = HelperThread.start {
            if kind == RD_KAFKA_PRODUCER { dropUnsent(client) }
            unsafe rd_kafka_destroy(client.raw)
            withExtendedLifetime(context) {}
            destroyed.signal()
        }
        if !started { context.log(.error(KafkaError(.other, message: "no thread to destroy a client with"))) }
    }
}

/// Lets go of the messages that were not delivered, so that whoever waits for one hears of it.
private func dropUnsent(_ client: ClientPointer) {
    unsafe rd_kafka_purge(client.raw, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT)
    unsafe rd_kafka_poll(client.raw, 0)
}
