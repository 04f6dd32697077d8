// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events
internal import HTTPServer
internal import Projector
internal import ReadModel
internal import Synchronization

/// What the positions of a reader's snapshot mean for tokens, kept with the reader as long as the snapshot stands.
final class SnapshotMarks {
    /// The size from which the header does not list positions, in bytes.
    static let headerBytesMax = 4 * 1_024

    private let positions: [PartitionPosition]
    /// How far each partition is worked off.
    private let dones: [Int64]
    private let endChanges: UInt64
    private var fields: [ResponseHeaders?]

    /// The marks of the reader's snapshot, made anew if they changed.
    static func of(_ reader: ModelReader, _ served: ServedGeneration) -> SnapshotMarks {
        let endChanges = served.board.endChanges.load(ordering: .acquiring)
        if let known = reader.derived as? SnapshotMarks, known.endChanges == endChanges { return known }
        let marks = SnapshotMarks(reader.positions, served, endChanges)
        reader.derived = marks
        return marks
    }

    private init(_ positions: [PartitionPosition], _ served: ServedGeneration, _ endChanges: UInt64) {
        self.positions = positions
        self.endChanges = endChanges
        dones = SnapshotMarks.dones(positions, served.board.partitions)
        fields = Array(repeating: nil, count: served.sourceSets.count)
    }

    /// The stored `done` counts only when the end was reached since the partition was assigned, and then not past what
    /// was found there: until then, what was delivered counts (R1).
    private static func dones(_ positions: [PartitionPosition], _ progress: [PartitionProgress]) -> [Int64] {
        var next = 0
        return positions.map { position in
            func isIt(_ index: Int) -> Bool {
                index < progress.count && progress[index].position.partition == position.partition
                    && progress[index].position.topic == position.topic
            }
            // Both lists have a topic's partitions in order, so the next one is mostly it.
            guard let index = isIt(next) ? next : progress.indices.first(where: isIt) else { return position.next }
            next = index + 1
            guard progress[index].isEndReached else { return position.next }
            return max(position.next, min(position.done, progress[index].position.done))
        }
    }

    /// The last offset done of a partition; nil if the generation does not know the partition, -1 if none is done.
    func lastDone(topic: String, partition: Int32) -> Int64? {
        for (index, position) in positions.enumerated()
        where position.partition == partition && position.topic == topic {
            return dones[index] - 1
        }
        return nil
    }

    /// The places that are not done, with the last offset that is.
    func unmet(_ places: [LogPlace]) -> [UnmetPlace] {
        places.compactMap { place in
            let last = lastDone(topic: place.topic, partition: place.partition)
            if let last, last >= place.offset { return nil }
            return UnmetPlace(place: place, lastDone: last)
        }
    }

    /// The field `Projectord-Position` of a set of sources; none if nothing is done.
    func header(_ set: Int, of served: ServedGeneration) -> ResponseHeaders {
        if let known = fields[set] { return known }
        var bytes: [UInt8] = []
        for (index, position) in positions.enumerated()
        where dones[index] > 0 && served.sourceSets[set].contains(position.source) {
            if !bytes.isEmpty { bytes += ", ".utf8 }
            bytes += "\(position.topic)/\(position.partition)@".utf8
            DecimalText.append(dones[index] - 1, scale: 0, to: &bytes)
        }
        if bytes.count > SnapshotMarks.headerBytesMax { bytes = Array("see-position".utf8) }
        var headers = ResponseHeaders()
        headers.add("Projectord-Position", utf8: bytes)
        fields[set] = headers
        return headers
    }

    /// Writes `{topic: {partition: offset}}`, as `_position` tells it.
    func write(to buffer: inout JSONBuffer) {
        let done = positions.indices.filter { dones[$0] > 0 }
        var topics: [String] = []
        for index in done where topics.last != positions[index].topic { topics.append(positions[index].topic) }
        buffer.list("{", topics, "}") { buffer, topic in
            buffer.name(topic)
            buffer.list("{", done.filter { positions[$0].topic == topic }, "}") { buffer, index in
                buffer.name(String(positions[index].partition))
                buffer.integer(dones[index] - 1)
            }
        }
    }
}
