// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import ReadModel

extension StopCause {
    /// Why a record stopped its projection.
    init(_ stopped: ModelWriter.StoppedRecord, at place: String) {
        guard let excess = stopped.excess else {
            self.init(stopped.fault, at: place)
            return
        }
        self.init(
            .tooManyHeld, at: place,
            "\(excess), the last one here for \(stopped.fault.code.rawValue): \(stopped.fault.message)",
            hint: "correct the projection file, or the producer; or hold any number of records: held: {stop_above: off}"
        )
    }
}

extension RecordFault.Code {
    /// What to do about a held record.
    public var heldHint: String {
        switch self {
        case .unreadableRecord, .badKey, .badValue, .keyDiffers, .idMissing:
            "correct the projection file so that it reads the record, which builds the model anew; or skip the record"
        case .overflow: "widen what is summed, which builds the model anew; or skip the record"
        case .badResult:
            "correct the expression in the projection file, which builds the model anew; or skip the record"
        case .keyInTwoPartitions:
            "let all producers of the topic use one partitioner, and skip the record; or say where partitions were "
                + "added: cuts at the source"
        case .valueUnavailable:
            "let the source's table have REPLICA IDENTITY FULL, and skip the record once a later one has the whole row"
        case .truncateUnordered:
            "send the table anew to a topic of one partition; or skip the record, which keeps the rows that it "
                + "removed, and let the connector skip truncates (skipped.operations=t)"
        case .encodingMissing:
            "say at the source how Debezium writes values, such as decimals: text, times: micros; a column whose unit "
                + "times: adaptive leaves open can be an integer"
        case .overtaken: "skip the record: a later one has changed its row"
        }
    }
}
