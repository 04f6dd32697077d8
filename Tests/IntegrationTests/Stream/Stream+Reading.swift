// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import KafkaClient

extension Stream {
    /// Reads all that is committed, partition after partition in order of offsets, as numbers of the journal.
    func readLog() throws -> [Int] {
        let places = Topic.allCases.flatMap { topic in
            (0..<Int32(Self.partitions)).map { Assignment(topic: name(topic), partition: $0, offset: 0) }
        }
        let header = HeaderName(Self.numberHeader)
        var numbers: [Int] = []
        try CommittedLog.read(places, topics.settings) { message in
            var number: Int?
            message.withHeader(header) { number = CommittedLog.text($0).flatMap { Int($0) } }
            guard let number else { throw TestFailure("a record without a number at \(message.offset)") }
            numbers.append(number)
        }
        return numbers
    }
}
