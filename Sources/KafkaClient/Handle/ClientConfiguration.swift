// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CRdKafka

/// The owner of a configuration object until a client takes it over.
///
/// Proof of safe: made in init, freed in deinit unless it was given away; it cannot be copied.
@safe struct ClientConfiguration: ~Copyable {
    private var configuration: OpaquePointer?

    init() {
        unsafe configuration = rd_kafka_conf_new()
    }

    deinit {
        if let configuration = unsafe configuration { unsafe rd_kafka_conf_destroy(configuration) }
    }

    /// Sets one property.
    func set(_ name: String, _ value: String) throws(KafkaError) {
        let room = 512
        var code = RD_KAFKA_CONF_OK
        let text = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: room) { buffer in
            unsafe buffer.initialize(repeating: 0)
            code = unsafe rd_kafka_conf_set(configuration, name, value, buffer.baseAddress, room)
            return unsafe buffer.baseAddress.map { unsafe String(cString: $0) } ?? ""
        }
        if code == RD_KAFKA_CONF_OK { return }
        let hint = "see librdkafka's CONFIGURATION.md for \(name)"
        throw KafkaError(.settings, message: KafkaError.tidy(text), hint: hint)
    }

    /// Sets the address and the user's own properties.
    func set(_ settings: KafkaSettings) throws(KafkaError) {
        try set("bootstrap.servers", settings.bootstrap)
        for (name, value) in settings.properties { try set(name, value) }
    }

    /// Sets our defaults, which the user may change, then the user's properties, then what must hold.
    func set(defaults: [String: String], _ settings: KafkaSettings, forced: [String: String]) throws(KafkaError) {
        for (name, value) in defaults { try set(name, value) }
        try set(settings)
        for (name, value) in forced { try set(name, value) }
    }

    /// Lends the object, to register callbacks.
    func withPointer(_ body: (OpaquePointer?) -> Void) {
        unsafe body(configuration)
    }

    /// Makes the client; it owns the configuration from then on.
    consuming func makeClient(_ kind: rd_kafka_type_t) throws(KafkaError) -> ClientPointer {
        let room = 512
        var made: OpaquePointer?
        let text = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: room) { buffer in
            unsafe buffer.initialize(repeating: 0)
            unsafe made = rd_kafka_new(kind, configuration, buffer.baseAddress, room)
            return unsafe buffer.baseAddress.map { unsafe String(cString: $0) } ?? ""
        }
        guard let client = unsafe made else { throw KafkaError(.settings, message: KafkaError.tidy(text)) }
        unsafe configuration = nil
        return unsafe ClientPointer(client)
    }
}
