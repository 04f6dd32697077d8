// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

/// A Kafka that asks who a client is and what it may do, of one test; tests themselves have a listener without that.
final class GuardedBroker: Sendable {
    /// What it is started with.
    struct Access {
        /// The password of the user `reader`.
        var password: String
        /// Whether that user may read what it likes, or nothing.
        var mayRead: Bool
    }

    private let port: Int
    private let folder: TestFolder

    init(_ access: Access) throws {
        folder = try TestFolder()
        // The open listener, the controller's, the guarded one.
        port = FreePorts.first(of: 3)
        try start(access)
    }

    deinit { SharedPart.broker.attempt("stop", "--kill", "--port", String(port), "--dir", directory) }

    /// Where anybody may do anything.
    var openBootstrap: String { "127.0.0.1:\(port)" }
    /// Where `reader` is asked for its password.
    var bootstrap: String { "127.0.0.1:\(port + 2)" }

    /// The daemon's settings by which it is `reader`.
    static func settings(password: String) -> String {
        """
        kafka:
          security.protocol: sasl_plaintext
          sasl.mechanism: PLAIN
          sasl.username: reader
          sasl.password: \(password)
        """
    }

    /// Stops it and starts it on its data, with other rights.
    func restart(_ access: Access) throws {
        try SharedPart.broker.run("stop", "--port", String(port), "--dir", directory)
        try start(access)
    }

    private var directory: String { folder.path + "/kafka" }

    private func start(_ access: Access) throws {
        let login = "org.apache.kafka.common.security.plain.PlainLoginModule required"
        let lines = [
            "listeners=PLAINTEXT://\(openBootstrap),CONTROLLER://127.0.0.1:\(port + 1),SASL_PLAINTEXT://\(bootstrap)",
            "sasl.enabled.mechanisms=PLAIN",
            #"listener.name.sasl_plaintext.plain.sasl.jaas.config=\#(login) user_reader="\#(access.password)";"#,
            "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "super.users=User:ANONYMOUS",
            "allow.everyone.if.no.acl.found=\(access.mayRead)",
        ]
        let place = ["start", "--port", String(port), "--dir", directory]
        let started = try Script(SharedPart.broker.path, place + lines.flatMap { ["--set", $0] })
        try check(started.status == 0, "kafka/broker start: \(started.output)")
    }
}
