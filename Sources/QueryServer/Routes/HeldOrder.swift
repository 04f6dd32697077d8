// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation
internal import Projector
internal import ReadModel

/// The body of a POST that acts on held records.
struct HeldOrder {
    private struct Body: Decodable {
        enum CodingKeys: String, CodingKey {
            case key, topic, partition, offset, reason
            case keyBase64 = "key_base64"
        }

        var key: String?
        var keyBase64: String?
        var topic: String?
        var partition: Int32?
        var offset: Int64?
        var reason: String?
    }

    /// The longest reason, in characters.
    static let reasonMax = 1_000

    private let body: Body

    init(_ bytes: [UInt8]) throws(Problem) {
        guard let body = try? JSONDecoder().decode(Body.self, from: bytes.isEmpty ? Data("{}".utf8) : Data(bytes))
        else {
            throw Problem(
                .badRequest, "the body must be a JSON object with key, key_base64, or topic, partition and offset")
        }
        self.body = body
    }

    /// What is to be tried again: a key, the record at a place and those behind it, or all.
    var retry: HeldTask.Aim {
        get throws(Problem) {
            if let key = body.key { return .retryKey(Array(key.utf8)) }
            if let text = body.keyBase64 {
                guard let key = Data(base64Encoded: text) else { throw Problem(.badRequest, "key_base64 is no base64") }
                return .retryKey(Array(key))
            }
            guard body.topic != nil || body.partition != nil || body.offset != nil else { return .retryAll }
            let place = try place
            return .retryRecord(topic: place.topic, partition: place.partition, offset: place.offset)
        }
    }

    /// The record's place.
    var place: LogPlace {
        get throws(Problem) {
            guard let topic = body.topic, let partition = body.partition, let offset = body.offset else {
                throw Problem(.badRequest, "topic, partition and offset must name a record")
            }
            return LogPlace(topic: topic, partition: partition, offset: offset)
        }
    }

    /// Why the record is skipped, which must be said.
    var skipReason: String {
        get throws(Problem) {
            guard let reason = body.reason?.trimmingSpaces(), !reason.isEmpty, reason.count <= HeldOrder.reasonMax
            else {
                throw Problem(.badRequest, "reason must say, in 1 to \(HeldOrder.reasonMax) characters, why")
            }
            return reason
        }
    }
}
