// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Glibc

/// A header's name, prepared once so that looking it up costs no conversion.
public struct HeaderName: Sendable {
    /// The name.
    public let name: String
    let text: CText

    /// Prepares a name.
    public init(_ name: String) {
        self.name = name
        text = CText(name)
    }

    /// The name as C takes it.
    ///
    /// Proof of Sendable: written once in init, only read after.
    /// Proof of safe: the copy is its own, freed in deinit; who reads through it is marked unsafe.
    @safe final class CText: @unchecked Sendable {
        let start: UnsafeMutablePointer<CChar>?

        init(_ text: String) {
            unsafe start = strdup(text)
        }

        deinit {
            unsafe free(start)
        }
    }
}
