// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What is wrong with one parameter or field of a request.
struct ParameterFault: Sendable {
    /// Its name, as the request has it.
    var name: String
    /// What is wrong; lower case, no period.
    var detail: String

    init(_ name: String, _ detail: String) {
        self.name = name
        self.detail = detail
    }
}
