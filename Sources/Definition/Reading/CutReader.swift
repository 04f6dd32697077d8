// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Reads a source's `cuts:`, the ends that its partitions had when others were added (R4).
struct CutReader {
    private static let example = "cuts: [{0: 1234, 1: 1250}], by partition the offset after its last record then"

    let reading: FileReading

    /// Reads the cuts, oldest first; those with faults are left out.
    func read(_ node: YAMLNode) -> [[Int32: Int64]] {
        guard let elements = node.elements, !elements.isEmpty else {
            let found = node.elements == nil ? Wording.found(node) : "an empty one"
            reading.fault(.badValue, at: node.place, "cuts is a list of mappings, found \(found)", hint: Self.example)
            return []
        }
        var cuts: [[Int32: Int64]] = []
        for element in elements {
            guard let cut = cut(element) else { continue }
            check(cut, after: cuts.last, at: element.place)
            cuts.append(cut)
        }
        return cuts
    }

    private func cut(_ node: YAMLNode) -> [Int32: Int64]? {
        guard let entries = reading.entries(node, "a cut", hint: Self.example) else { return nil }
        var cut: [Int32: Int64] = [:]
        for entry in entries {
            guard let partition = Int32(entry.key), partition >= 0, "\(partition)" == entry.key else {
                reading.fault(
                    .badValue, at: entry.keyPlace, "\(Wording.quote(entry.key)) is no number of a partition",
                    hint: Self.example)
                return nil
            }
            guard let text = entry.value.text, let offset = Int64(text), offset >= 0 else {
                reading.fault(
                    .badValue, at: entry.value.place,
                    "the end of a partition is an offset, found \(Wording.found(entry.value))", hint: Self.example)
                return nil
            }
            cut[partition] = offset
        }
        return cut
    }

    private func check(_ cut: [Int32: Int64], after last: [Int32: Int64]?, at place: Place) {
        // Kafka numbers partitions from 0 without gaps, and removes none.
        if let missing = (0..<Int32(cut.count)).first(where: { cut[$0] == nil }) {
            reading.fault(
                .badValue, at: place, "the cut lacks partition \(missing)",
                hint: "a cut has all partitions that there were before others were added")
            return
        }
        guard let last else { return }
        if cut.count <= last.count {
            reading.fault(
                .badValue, at: place, "the cut has \(cut.count) partitions, the one before it has \(last.count)",
                hint: "the oldest cut comes first; each later one has the partitions that were added since")
        } else if let partition = last.keys.sorted().first(where: { (cut[$0] ?? 0) < (last[$0] ?? 0) }) {
            reading.fault(
                .badValue, at: place, "partition \(partition) ends before its end in the cut before",
                hint: "the oldest cut comes first; ends never go back")
        }
    }
}
