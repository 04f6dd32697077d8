// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CRdKafka

/// Asks for the properties of a topic, on any client.
enum TopicConfig {
    static func read(_ handle: ClientHandle, name: String, timeoutMs: Int) throws(KafkaError) -> [String: String] {
        // The question goes to the controller; a cluster without one, as the mock is, would be waited for in vain.
        let hasController = try handle.use { client throws(KafkaError) in
            try TopicConfig.hasController(client, timeoutMs: Int32(clamping: timeoutMs))
        }
        guard hasController ?? false else {
            throw KafkaError(.unsupported, message: "the cluster has no controller to ask for a topic's settings")
        }
        guard let resource = unsafe rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, name) else {
            throw KafkaError(.settings, message: "no topic can be named \(name)")
        }
        defer { unsafe rd_kafka_ConfigResource_destroy(resource) }
        return try unsafe AdminRequest.run(
            handle, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, timeoutMs: timeoutMs
        ) { client, options, queue in
            var entry: OpaquePointer? = unsafe resource
            unsafe rd_kafka_DescribeConfigs(client, &entry, 1, options, queue)
        } read: { event throws(KafkaError) in
            try unsafe configEntries(rd_kafka_event_DescribeConfigs_result(event))
        }
    }
}

extension TopicConfig {
    private static func hasController(_ client: ClientPointer, timeoutMs: Int32) throws(KafkaError) -> Bool {
        // This question connects at once; the one for the controller alone waits for the library's next second.
        var answer: UnsafePointer<rd_kafka_metadata>?
        try KafkaError.check(unsafe rd_kafka_metadata(client.raw, 0, nil, &answer, timeoutMs))
        guard let metadata = unsafe answer else { return false }
        defer { unsafe rd_kafka_metadata_destroy(metadata) }
        let controller = unsafe rd_kafka_controllerid(client.raw, timeoutMs)
        for position in 0..<Int(unsafe metadata.pointee.broker_cnt) {
            if unsafe metadata.pointee.brokers?[position].id == controller { return true }
        }
        return false
    }
}

private func configEntries(_ result: OpaquePointer?) throws(KafkaError) -> [String: String] {
    var resourceCount = 0
    let resources = unsafe rd_kafka_DescribeConfigs_result_resources(result, &resourceCount)
    guard resourceCount > 0, let resource = unsafe resources?[0] else { return [:] }
    try KafkaError.check(unsafe rd_kafka_ConfigResource_error(resource))
    var entryCount = 0
    let entries = unsafe rd_kafka_ConfigResource_configs(resource, &entryCount)
    var properties: [String: String] = [:]
    for position in 0..<entryCount {
        guard let entry = unsafe entries?[position], let name = unsafe rd_kafka_ConfigEntry_name(entry),
            let value = unsafe rd_kafka_ConfigEntry_value(entry)
        else { continue }
        properties[unsafe String(cString: name)] = unsafe String(cString: value)
    }
    return properties
}
