// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation
internal import HTTPServer
internal import Synchronization

/// Comparisons of whole read models, which may take minutes: one at a time, on a thread of its own.
final class Comparing: Sendable {
    private let isUnderWay = Atomic<Bool>(false)

    /// Answers a request, on an event thread, with what `compare` finds.
    func reply(_ request: borrowing Request, _ compare: @escaping @Sendable () -> Response) -> Reply {
        guard !isUnderWay.exchange(true, ordering: .acquiring) else {
            return .now(Problem(.overloaded, "another comparison is under way").response())
        }
        guard let responder = request.suspend() else {
            isUnderWay.store(false, ordering: .releasing)
            return .now(Problem(.overloaded, "too many requests wait already").response())
        }
        let thread = Thread { [self] in
            let response = compare()
            isUnderWay.store(false, ordering: .releasing)
            responder.respond(response)
        }
        thread.name = "verify"
        thread.start()
        return .later(responder)
    }
}
