// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The one-shot way to answer a suspended request, from any thread.
///
/// It is safe to use when the client has left or the server has stopped: then nothing happens. Dropped without an
/// answer it gives the client a plain 500, so that no request waits for ever.
public final class Responder: Sendable {
    let suspension: Suspension

    init(_ suspension: Suspension) {
        self.suspension = suspension
    }

    deinit {
        _ = suspension.answer(Response(status: 500))
    }

    /// Answers the request; false if an answer was given before, the client has left, or the server has stopped.
    @discardableResult
    public func respond(_ response: Response) -> Bool {
        suspension.answer(response)
    }

    /// Sets what to do when there is nobody left to answer: the client has gone, or the server stops.
    ///
    /// Called once at most, on a thread of the server (or on this one, if it has happened already); it must not
    /// block. Not called after an answer.
    public func onClientGone(_ action: @escaping @Sendable () -> Void) {
        suspension.whenGone(action)
    }
}
