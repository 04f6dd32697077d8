// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

/// A record as Debezium wrote it, from the samples of the decoder's tests.
struct DebeziumSample: Decodable, Sendable {
    struct Header: Decodable, Sendable {
        var key: String
        var value: String?
    }

    var key: String?
    var value: String?
    var headers: [Header]

    /// The records of all files whose names begin so.
    static func all(_ prefix: String) throws -> [DebeziumSample] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../EventsTests/Samples")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try files.filter { $0.hasPrefix(prefix) }.sorted().flatMap { file in
            try Data(contentsOf: folder.appending(path: file)).split(separator: UInt8(ascii: "\n"))
                .map { try JSONDecoder().decode(DebeziumSample.self, from: $0) }
        }
    }

    /// Whether it has a schema, or is written as the source says: `decimals: base64, times: micros`.
    var isReadable: Bool {
        let hasSchema = value?.hasPrefix("{\"schema\"") ?? true
        return hasSchema || value?.contains("micros") ?? true
    }

    /// Whether it empties the table.
    var isTruncate: Bool { value?.contains("\"op\":\"t\"") ?? false }

    /// The record of another row: `id` instead of its own.
    func record(source: Int, id: Int) -> Mutant {
        let texts = [key, value].map { text in
            text?.replacing(/"id":\d+/) { _ in "\"id\":\(id)" }
        }
        return Mutant(
            source: source, key: texts[0], value: texts[1],
            headers: headers.map { Mutant.Header($0.key, $0.value ?? "") })
    }
}
