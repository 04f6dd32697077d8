// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import SQLite
internal import Synchronization

/// A projection's decisions: a small text file beside its generations, `<projection>.decisions`, one a line (R19).
///
/// Any thread may use it. A decision is durable when `add` returns.
public final class DecisionLog: Sendable {
    /// The file's path.
    public let path: String
    private let decisions: Mutex<[Decision]>

    /// Reads a projection's decisions; none if there is no file.
    public init(path: String) throws(ReadModelError) {
        self.path = path
        let text: String?
        do { text = try DurableFile.read(path) } catch { throw ReadModelError(error) }
        var decisions: [Decision] = []
        for (number, line) in (text ?? "").split(separator: "\n").enumerated() {
            guard let decision = DecisionLine.decision(line) else {
                throw ReadModelError(
                    .notOurs, "\(path):\(number + 1) is no decision",
                    hint: "correct the line, or bring the file back from a backup; every rebuild needs it")
            }
            decisions.append(decision)
        }
        self.decisions = Mutex(decisions)
    }

    /// All decisions, oldest first.
    public var all: [Decision] { decisions.withLock { $0 } }

    /// How many there are.
    public var count: Int { decisions.withLock { $0.count } }

    /// Adds a decision, unless it stands there already.
    public func add(_ decision: Decision) throws(FileError) {
        try change { decisions in
            if !decisions.contains(decision) { decisions.append(decision) }
        }
    }

    /// The definition that is not built while that generation is live (R31); nil if no pin is set.
    public var pin: (definition: UInt64, generation: Int)? {
        for case .pin(let definition, let generation) in all { return (definition, generation) }
        return nil
    }

    /// Sets the pin in place of the one before, or ends it.
    public func setPin(_ pin: (definition: UInt64, generation: Int)?) throws(FileError) {
        try change { decisions in
            decisions.removeAll { if case .pin = $0 { true } else { false } }
            if let pin { decisions.append(.pin(definition: pin.definition, generation: pin.generation)) }
        }
    }

    /// Makes a change, durable before others see it.
    private func change(_ body: (inout [Decision]) -> Void) throws(FileError) {
        let failure = decisions.withLock { (decisions: inout [Decision]) -> FileError? in
            var changed = decisions
            body(&changed)
            guard changed != decisions else { return nil }
            let text = changed.map { DecisionLine.text($0) + "\n" }.joined()
            do throws(FileError) { try DurableFile.replace(path, with: text) } catch { return error }
            decisions = changed
            return nil
        }
        if let failure { throw failure }
    }

    /// The cuts of a topic, oldest first.
    public func cuts(of topic: String) -> [[Int32: Int64]] {
        all.compactMap { decision in
            if case .cut(topic, let ends) = decision { ends } else { nil }
        }
    }
}
