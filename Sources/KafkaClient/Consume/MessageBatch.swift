// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CRdKafka

/// The messages of one poll, reused from poll to poll.
///
/// It owns them until `removeAll` or the next poll; a batch that holds messages keeps its consumer's client alive.
/// Proof of Sendable: it belongs to one thread at a time, and goes to another only through a lock or a queue, which
/// orders the accesses.
/// Proof of safe: it alone owns the messages, and destroys each once.
@safe public final class MessageBatch: @unchecked Sendable {
    /// The most messages a poll puts into a batch.
    ///
    /// 10,000 records of 250 bytes are 3 ms of librdkafka's work at 3 M records/s: long enough that the costs per batch
    /// vanish, short enough to commit soon.
    public static let defaultCapacity = 10_000

    /// The most bytes of values that a poll puts into a batch, as far as they can be told beforehand.
    ///
    /// Some batches are under way at once: with 10,000 records of 2 KB in each, the daemon took 60 MB more.
    static let bytesMax = 4_194_304

    /// The most messages it can hold.
    public let capacity: Int
    /// How many it holds.
    public private(set) var count = 0

    private let messages: UnsafeMutablePointer<UnsafeMutablePointer<rd_kafka_message_t>?>
    private var handle: ClientHandle?
    private var table = AssignmentTable.empty
    private var lendings = 0

    /// Makes an empty batch.
    public init(capacity: Int = MessageBatch.defaultCapacity) {
        precondition(capacity > 0, "a batch needs room")
        self.capacity = capacity
        unsafe messages = .allocate(capacity: capacity)
        unsafe messages.initialize(repeating: nil, count: capacity)
    }

    deinit {
        removeAll()
        unsafe messages.deallocate()
    }

    /// Whether it holds nothing.
    public var isEmpty: Bool { count == 0 }

    /// About how many bytes a value has, by the first few.
    var meanBytes: Int {
        let sample = min(count, 32)
        let bytes = (0..<sample).reduce(0) { unsafe $0 + (messages[$1]?.pointee.len ?? 0) }
        return sample == 0 ? 0 : bytes / sample
    }

    /// Calls with each message in order.
    ///
    /// It passes over a refusal of the consumer group, which librdkafka asks after though it is never joined: reading
    /// needs no right to a group.
    public func forEach(_ body: (borrowing Message) throws -> Void) rethrows {
        lendings += 1
        defer { lendings -= 1 }
        var cursor = unsafe AssignmentCursor(table)
        for position in 0..<count {
            guard let message = unsafe messages[position] else { continue }
            if unsafe message.pointee.err == RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED { continue }
            try body(unsafe Message(message, assignmentIndex: cursor.index(of: message), position: position))
        }
    }

    /// Calls with the message at a place from 0 up to `count`.
    public func withMessage(at position: Int, _ body: (borrowing Message) throws -> Void) rethrows {
        precondition(position >= 0 && position < count, "no such message")
        guard let message = unsafe messages[position] else { return }
        lendings += 1
        defer { lendings -= 1 }
        var cursor = unsafe AssignmentCursor(table)
        try body(unsafe Message(message, assignmentIndex: cursor.index(of: message), position: position))
    }

    /// Gives all messages back to librdkafka.
    public func removeAll() {
        precondition(lendings == 0, "a batch cannot be emptied while it lends a message")
        for position in 0..<count {
            unsafe rd_kafka_message_destroy(messages[position])
        }
        count = 0
        if let handle = handle.take() { handle.leave() }
    }

    /// Lets the consumer fill it; the closure returns how many messages it wrote.
    func fill(
        from handle: ClientHandle, _ table: AssignmentTable,
        _ body: (OpaquePointer, UnsafeMutablePointer<UnsafeMutablePointer<rd_kafka_message_t>?>) -> Int
    ) {
        removeAll()
        guard let client = handle.enter() else { return }
        count = unsafe body(client.raw, messages)
        self.table = table
        if count == 0 { handle.leave() } else { self.handle = handle }
    }
}
