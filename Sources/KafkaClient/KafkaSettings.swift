// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CRdKafka

/// Where the brokers are, and librdkafka's own properties for the way there.
public struct KafkaSettings: Sendable, CustomStringConvertible {
    /// The first brokers to ask, `host:port` joined by commas.
    public let bootstrap: String
    /// librdkafka's properties by their own names: security, SASL, TLS, tuning.
    public let properties: [String: String]

    /// Checks every property with librdkafka itself.
    ///
    /// - Throws: `settings` for a property that projectord sets itself, that is unknown, or whose value is not allowed.
    public init(bootstrap: String, properties: [String: String] = [:]) throws(KafkaError) {
        guard !bootstrap.isEmpty else {
            throw KafkaError(.settings, message: "no bootstrap address", hint: "give --bootstrap HOST:PORT")
        }
        self.bootstrap = bootstrap
        self.properties = properties
        for name in properties.keys.sorted() {
            guard let reason = RefusedProperties.reason(name) else { continue }
            throw KafkaError(
                .settings, message: "property \(name) cannot be set: \(reason)", hint: "remove \(name) from kafka:")
        }
        let configuration = ClientConfiguration()
        try configuration.set(self)
    }

    /// Whether a property's value must not be shown.
    public static func isSecret(_ name: String) -> Bool {
        ["password", "secret", "jaas", "oauthbearer.config", "key.pem"].contains { name.contains($0) }
    }

    /// The settings with secrets hidden.
    public var description: String {
        let shown = properties.sorted { $0.key < $1.key }.map { name, value in
            "\(name)=\(Self.isSecret(name) ? "********" : value)"
        }
        return (["bootstrap.servers=\(bootstrap)"] + shown).joined(separator: " ")
    }
}
