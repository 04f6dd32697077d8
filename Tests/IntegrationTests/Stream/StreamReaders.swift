// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Synchronization

/// Readers that ask for orders of a finished stream over HTTP all the time, and hold each answer against the model.
final class StreamReaders: Sendable {
    /// What came of the questions.
    struct Tally {
        var right = 0
        /// Answers 503 that say when to ask again.
        var announced = 0
        /// The first wrong answers.
        var wrong: [String] = []
    }

    private let tally = Mutex(Tally())
    private let address = Mutex<String?>(nil)
    private let isOver = Atomic<Bool>(false)
    private let threads = DispatchGroup()
    private let orders: [(id: String, order: StreamModel.Order)]

    init(_ model: StreamModel, count: Int, seed: UInt64) {
        orders = model.orders.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        for number in 0..<count {
            threads.enter()
            Thread { [self] in
                read(seed + UInt64(number))
                threads.leave()
            }.start()
        }
    }

    /// Whom to ask from now on.
    func ask(_ client: HTTPClient) { address.withLock { $0 = client.address } }

    /// Ends the readers and tells what they saw.
    func finish() -> Tally {
        isOver.store(true, ordering: .relaxed)
        threads.wait()
        return tally.withLock { $0 }
    }

    private func read(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        while !isOver.load(ordering: .relaxed) {
            guard let address = address.withLock({ $0 }), let wanted = orders.randomElement(using: &random),
                let answer = try? HTTPClient(address: address).get("/v1/\(Stream.projection)/order?id=\(wanted.id)")
            else {
                // Nobody listens: the daemon was killed, and the next one is not there yet.
                pause(milliseconds: 5)
                continue
            }
            judge(answer, wanted.id, wanted.order)
        }
    }

    private func judge(_ answer: HTTPClient.Answer, _ id: String, _ order: StreamModel.Order) {
        let row = answer.rows.first
        let isRight =
            answer.status == 200 && answer.rows.count == 1 && row?["trail"] as? String == order.trail
            && row?["status"] as? String == order.status && (row?["items"] as? NSNumber)?.intValue == order.items
        let isAnnounced = answer.status == 503 && answer.headers["retry-after"] != nil
        tally.withLock { tally in
            tally.right += isRight ? 1 : 0
            tally.announced += isAnnounced ? 1 : 0
            if !isRight, !isAnnounced, tally.wrong.count < 5 {
                tally.wrong.append("\(id) is \(order), answered: \(answer.description)")
            }
        }
    }
}
