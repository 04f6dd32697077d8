// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient

/// A Kafka of one node behind a proxy, of one test.
///
/// It has two listeners: its own address, for the test's producers, and the proxy's, which it advertises to whoever
/// came through the proxy, so that a client stays on the harmed way.
final class ProxiedBroker {
    static let proxy = "kafka"

    let toxiproxy: Toxiproxy
    /// Where clients pass the proxy.
    let bootstrap: String
    /// Where they do not.
    let directBootstrap: String
    private let port: Int
    private let folder: TestFolder

    /// Starts both.
    init() throws {
        folder = try TestFolder()
        // Its own, the controller's, the one behind the proxy, the proxy's.
        port = FreePorts.first(of: 4)
        directBootstrap = "127.0.0.1:\(port)"
        bootstrap = "127.0.0.1:\(port + 3)"
        toxiproxy = try Toxiproxy()
        let ways = "PLAINTEXT://127.0.0.1:\(port),PROXIED://127.0.0.1:"
        try SharedPart.broker.run(
            "start", "--port", String(port), "--dir", folder.path + "/kafka",
            "--set", "listeners=\(ways)\(port + 2),CONTROLLER://127.0.0.1:\(port + 1)",
            "--set", "advertised.listeners=\(ways)\(port + 3)",
            "--set",
            "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT")
        try toxiproxy.createProxy(Self.proxy, listen: port + 3, upstream: "127.0.0.1:\(port + 2)")
    }

    deinit {
        SharedPart.broker.attempt("stop", "--kill", "--port", String(port), "--dir", folder.path + "/kafka")
    }
}
