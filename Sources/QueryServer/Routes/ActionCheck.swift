// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import HTTPServer

/// Whether a POST may act (R40): a page in a browser must not, though it can reach a listener on the same machine.
///
/// A page can send no `application/json` without asking first, which nothing here allows, and a name that an attacker
/// points at this machine is not the name of a machine that is asked by address.
enum ActionCheck {
    /// The longest body of an action that is read, in bytes.
    static let bodyMax = 65_536

    /// Throws the problem that forbids it.
    static func allow(_ request: borrowing Request, listener: ListenAddress) throws(Problem) {
        guard isAllowed(host: request.header("Host") ?? "", listener) else {
            throw Problem(
                .forbiddenHost, "the field Host must name the daemon by its address or as localhost")
        }
        let type = request.header("Content-Type") ?? ""
        let name = type.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        guard name == "application/json" else {
            throw Problem(.unsupportedMediaType, "an action needs Content-Type: application/json")
        }
        guard request.body.count <= bodyMax else { throw Problem(.bodyTooLarge, "more than \(bodyMax) bytes") }
    }

    /// Whether a host is an address, `localhost`, or the name that the listener was given.
    static func isAllowed(host: String, _ listener: ListenAddress) -> Bool {
        if host.hasPrefix("[") { return host.contains("]") }
        let name = host.prefix { $0 != ":" }.lowercased()
        if name == "localhost" || name == listener.host.lowercased() { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }
}
