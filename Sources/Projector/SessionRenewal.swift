// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Ends a session so that a new one begins where it stood, with new clients and a new look at the topics.
struct SessionRenewal: Error {
    /// Why; lower case, no period.
    var reason: String
    /// Whether reading had stopped although the brokers answered.
    var isStall = false
}
