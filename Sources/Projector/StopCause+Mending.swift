// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

extension StopCause {
    /// How a projection in this state gets out of it.
    enum Mending: Hashable, Sendable {
        /// It goes on by itself, and its queries are answered meanwhile.
        case hindered
        /// It stands still, but looks again whether the log is right again.
        case lookedAtAgain
        /// It stands still until an operator acts: what is lost does not come back by itself.
        case byOperator
    }

    /// How the projection gets out of this state.
    var mending: Mending {
        switch code {
        case .blocked, .topicMissing, .notAuthenticated, .notAuthorized: .hindered
        // A wrong address can be corrected, a restored topic be restored further.
        case .aheadOfLog, .otherCluster: .lookedAtAgain
        default: .byOperator
        }
    }

    /// Whether the other tells of the same fault at the same place, maybe with newer figures.
    func isSame(as other: StopCause?) -> Bool {
        code == other?.code && place == other?.place
    }
}
