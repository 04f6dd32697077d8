// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import ReadModel
import Synchronization
import Testing

@testable import Projector

/// Keeps the answers of waits.
private final class Answers: Sendable {
    private let kept = Mutex<[String]>([])

    var all: [String] { kept.withLock { $0 } }

    func take(_ result: ProgressBoard.WaitResult) {
        let name =
            switch result {
            case .met: "met"
            case .timedOut: "timed out"
            case .stopped(let cause): cause.code.rawValue
            case .ended: "ended"
            }
        kept.withLock { $0.append(name) }
    }
}

@Suite struct ProgressBoardTests {
    private let cause = StopCause(.badValue, at: "t/0@1", "message", hint: "hint")

    private func position(_ partition: Int32, next: Int64, done: Int64? = nil) -> PartitionPosition {
        var position = PartitionPosition(topic: "t", partition: partition, source: 0, first: 0)
        position.next = next
        position.done = done ?? next
        return position
    }

    private func place(_ partition: Int32, _ offset: Int64) -> LogPlace {
        LogPlace(topic: "t", partition: partition, offset: offset)
    }

    private func board() -> ProgressBoard {
        let board = ProgressBoard()
        board.begin([position(0, next: 5), position(1, next: 5)])
        board.set(.running)
        return board
    }

    @Test func `brokers whose records come are not silent, whatever else they do not answer`() {
        let board = board()
        board.observed(partition: 0, start: 0, end: 9)
        board.noteSilence()
        #expect(board.state == .running)
        board.noteSilence(at: .now + .seconds(6))
        #expect(board.state == .waiting(reason: "no broker answers for t/0"))
        board.committed([position(0, next: 6), position(1, next: 5)], ends: [])
        board.noteSilence()
        #expect(board.state == .running)
    }

    @Test func `a wait for what is done is met at once, and one without time is over at once`() {
        let (board, answers) = (board(), Answers())
        #expect(board.wait(for: [place(0, 4), place(1, 0)], timeout: .zero, answer: answers.take) != nil)
        #expect(board.wait(for: [], timeout: .zero, answer: answers.take) != nil)
        #expect(board.wait(for: [place(0, 5)], timeout: .zero, answer: answers.take) != nil)
        #expect(
            board.wait(for: [LogPlace(topic: "u", partition: 0, offset: 0)], timeout: .zero, answer: answers.take)
                != nil)
        #expect(answers.all == ["met", "met", "timed out", "timed out"])
        #expect(!board.hasWaiters)
    }

    @Test func `a wait is met once, when the last of its places is committed`() {
        let (board, answers) = (board(), Answers())
        #expect(board.wait(for: [place(0, 5), place(1, 6)], timeout: .seconds(60), answer: answers.take) != nil)
        #expect(board.hasWaiters)
        board.committed([position(0, next: 9), position(1, next: 6)], ends: [])
        #expect(answers.all == [])
        board.committed([position(0, next: 9), position(1, next: 7)], ends: [])
        board.committed([position(0, next: 9), position(1, next: 8)], ends: [])
        board.set(.stopped(cause))
        board.end()
        #expect(answers.all == ["met"])
        #expect(!board.hasWaiters)
    }

    @Test func `a wait that times out is answered once, though its place is done later`() {
        let (board, answers) = (board(), Answers())
        #expect(board.wait(for: [place(0, 5)], timeout: .milliseconds(10), answer: answers.take) != nil)
        eventually("the wait is over") { !answers.all.isEmpty }
        board.committed([position(0, next: 9), position(1, next: 9)], ends: [])
        board.end()
        #expect(answers.all == ["timed out"])
        #expect(!board.hasWaiters)
    }

    @Test func `waits end when the projection stops or ends, and later ones at once`() {
        let (stopped, ended, answers) = (board(), board(), Answers())
        #expect(stopped.wait(for: [place(0, 5)], timeout: .seconds(60), answer: answers.take) != nil)
        stopped.set(.stopped(cause))
        #expect(stopped.wait(for: [place(0, 5)], timeout: .seconds(60), answer: answers.take) != nil)
        #expect(stopped.wait(for: [place(0, 4)], timeout: .seconds(60), answer: answers.take) != nil)
        #expect(answers.all == ["bad-value", "bad-value", "met"])
        #expect(ended.wait(for: [place(0, 5)], timeout: .seconds(60), answer: answers.take) != nil)
        ended.end()
        #expect(ended.wait(for: [place(0, 5)], timeout: .seconds(60), answer: answers.take) != nil)
        #expect(answers.all.suffix(2) == ["ended", "ended"])
    }

    @Test func `a wait too many is refused, and not answered`() {
        let (board, answers, refused) = (board(), Answers(), Answers())
        for _ in 0..<ProgressBoard.waitsMax {
            #expect(board.wait(for: [place(0, 5)], timeout: .seconds(60), answer: answers.take) != nil)
        }
        #expect(board.wait(for: [place(0, 5)], timeout: .seconds(60), answer: refused.take) == nil)
        #expect(board.wait(for: [place(0, 4)], timeout: .seconds(60), answer: refused.take) != nil)
        board.committed([position(0, next: 6), position(1, next: 5)], ends: [])
        #expect(answers.all == Array(repeating: "met", count: ProgressBoard.waitsMax))
        #expect(refused.all == ["met"])
    }

    @Test func `a wait that is cancelled is not answered, and makes room`() throws {
        let (board, answers) = (board(), Answers())
        let wait = try #require(board.wait(for: [place(0, 5)], timeout: .seconds(60), answer: answers.take))
        wait.cancel()
        wait.cancel()
        #expect(!board.hasWaiters)
        board.committed([position(0, next: 9), position(1, next: 9)], ends: [])
        board.end()
        #expect(answers.all == [])
    }

    @Test("R1: done counts as next until the partition's end is reached again")
    func doneAfterEnd() {
        let board = board()
        board.begin([position(0, next: 5, done: 9), position(1, next: 5)])
        #expect(board.partitions.map(\.done) == [5, 5])
        #expect(!board.isDone(place(0, 7)))
        board.committed([position(0, next: 5, done: 9), position(1, next: 5)], ends: [(partition: 0, offset: 9)])
        #expect(board.partitions.map(\.done) == [9, 5])
        #expect(board.isDone(place(0, 8)))
        board.assigned()
        #expect(board.partitions.map(\.done) == [5, 5])
        #expect(!board.isDone(place(0, 8)))
    }

    @Test("R34: lag is unknown until every partition has reached an observed end")
    func lag() throws {
        let board = board()
        #expect(board.lag == nil)
        #expect(board.sinceLastAnswer == nil)
        board.observed(partition: 0, start: 0, end: 5)
        #expect(board.lag == nil)
        board.observed(partition: 1, start: 0, end: 6)
        #expect(board.lag == nil)
        #expect(board.partitions.map(\.lagRecords) == [0, 1])
        board.committed([position(0, next: 5), position(1, next: 6)], ends: [])
        #expect(try #require(board.lag) < .seconds(20))
        #expect(try #require(board.sinceLastAnswer) < .seconds(20))
    }

    @Test("a partition whose broker is silent is told, though others answer for theirs")
    func silence() {
        let board = board()
        let start = ContinuousClock.now
        board.unanswered(partition: 1)
        board.noteSilence(at: start + .seconds(4))
        #expect(board.state == .running)
        board.observed(partition: 0, start: 0, end: 5, at: start + .seconds(6))
        board.noteSilence(at: start + .seconds(7))
        #expect(board.state == .waiting(reason: "no broker answers for t/1"))
    }

    @Test("brokers that answer for no partition are told, and those that only take long to ask are not")
    func silenceOfAll() {
        let board = board()
        let start = ContinuousClock.now
        board.observed(partition: 1, start: 0, end: 5, at: start)
        board.observed(partition: 0, start: 0, end: 5, at: start + .seconds(4))
        board.noteSilence(at: start + .seconds(8))
        #expect(board.state == .running)
        board.noteSilence(at: start + .seconds(10))
        #expect(board.state == .waiting(reason: "no broker answers for t/0"))
    }
}
