// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import ReadModel
internal import Synchronization

/// What is asked of a pipeline about the records it holds; any thread asks, the writer answers between deliveries.
final class HeldRequests: Sendable {
    /// The most that wait; one more is refused.
    static let countMax = 64

    struct Request: Sendable {
        var aim: HeldTask.Aim
        var answer: @Sendable (Result<HeldTask.Result, HeldRefusal>) -> Void
    }

    private struct Contents {
        var isOpen = false
        var waiting: [Request] = []
    }

    private let contents = Mutex(Contents())

    /// Asks; what cannot be taken is refused at once.
    func add(_ request: Request) {
        let refusal: HeldRefusal? = contents.withLock { contents in
            guard contents.isOpen else { return .notRunning }
            guard contents.waiting.count < HeldRequests.countMax else { return .busy }
            contents.waiting.append(request)
            return nil
        }
        if let refusal { request.answer(.failure(refusal)) }
    }

    func open() { contents.withLock { $0.isOpen = true } }

    /// Refuses what waits, and whatever comes.
    func close() {
        let waiting = contents.withLock { contents in
            contents.isOpen = false
            defer { contents.waiting = [] }
            return contents.waiting
        }
        for request in waiting { request.answer(.failure(.notRunning)) }
    }

    func takeAll() -> [Request] {
        contents.withLock { contents in
            defer { contents.waiting.removeAll() }
            return contents.waiting
        }
    }
}
