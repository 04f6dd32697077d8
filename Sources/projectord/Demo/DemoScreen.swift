// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation
internal import Synchronization

/// The demo's output: text that stays, and one line of figures that is rewritten in place on a terminal.
final class DemoScreen: Sendable {
    /// How often the figures are printed where nothing can be rewritten, in seconds.
    private static let plainIntervalS = 5

    private struct State {
        var lineIsOpen = false
        var nextPlain = ContinuousClock.now
    }

    private let isTerminal = Console.isTerminal
    private let state = Mutex(State())

    /// Shows text that stays.
    func show(_ text: String) {
        state.withLock { state in
            Console.output(cleared(&state) + text)
        }
    }

    /// Shows a line of the log.
    func note(_ line: String) {
        state.withLock { state in
            Console.output(cleared(&state))
            Console.error(line)
        }
    }

    /// Shows the figures of now.
    func live(_ line: String) {
        state.withLock { state in
            if isTerminal {
                state.lineIsOpen = true
                Console.output("\r\(line)\u{1b}[K")
            } else if ContinuousClock.now >= state.nextPlain {
                state.nextPlain = .now + .seconds(Self.plainIntervalS)
                Console.output(line + "\n")
            }
        }
    }

    /// What empties the line of figures, if there is one.
    private func cleared(_ state: inout State) -> String {
        defer { state.lineIsOpen = false }
        return state.lineIsOpen ? "\r\u{1b}[K" : ""
    }
}
