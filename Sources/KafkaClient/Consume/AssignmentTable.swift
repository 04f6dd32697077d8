// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// From topic and partition to the place in the assigned array; made anew by each assign.
final class AssignmentTable: Sendable {
    static let empty = AssignmentTable([])

    /// Per topic, by partition: the index, or -1.
    private let indexes: [String: [Int32]]

    init(_ assignments: [Assignment]) {
        var indexes: [String: [Int32]] = [:]
        for (index, assignment) in assignments.enumerated() {
            let partition = Int(assignment.partition)
            var row = indexes[assignment.topic, default: []]
            if row.count <= partition { row += [Int32](repeating: -1, count: partition + 1 - row.count) }
            row[partition] = Int32(index)
            indexes[assignment.topic] = row
        }
        self.indexes = indexes
    }

    /// The index of a partition, or -1.
    func index(topic: String, partition: Int32) -> Int {
        guard let row = indexes[topic], row.indices.contains(Int(partition)) else { return -1 }
        return Int(row[Int(partition)])
    }
}
