// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

/// Removes records from a log's start, as retention does.
enum LogStart {
    /// Kafka's tool, beside this project.
    private static let tool = Repository.path("../shared/kafka/broker")

    static var canMove: Bool { FileManager.default.isExecutableFile(atPath: tool) }

    /// Lets partition 0 of a topic begin at an offset.
    static func move(_ topic: String, to offset: Int) throws {
        let folder = try TestFolder()
        let partition = #"{"topic": "\#(topic)", "partition": 0, "offset": \#(offset)}"#
        try folder.write("offsets.json", #"{"version": 1, "partitions": [\#(partition)]}"#)
        let deleted = try Script(
            tool,
            [
                "tool", "delete-records", "--bootstrap-server", RealKafka.bootstrap(), "--offset-json-file",
                folder.path + "/offsets.json",
            ])
        try check(deleted.status == 0, deleted.output)
    }
}
