// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import HTTPServer

/// Checks of addresses before they are used.
enum AddressCheck {
    /// What is wrong with an address to listen on or to ask; nil if nothing is.
    static func fault(in text: String) -> String? {
        ListenAddress(text) == nil ? "it is not of the form HOST:PORT" : nil
    }
}
