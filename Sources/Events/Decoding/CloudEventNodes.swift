// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The fields of a CloudEvent in structured mode that say whether it can be read.
struct CloudEventNodes {
    // The first nodes of a document: made in this order, as `add` sees to.
    private static let version: UInt32 = 1
    private static let data: UInt32 = 2
    private static let base64: UInt32 = 3

    /// Makes the nodes in an empty document.
    func add(to body: borrowing JSONDocument) {
        let nodes = ["specversion", "data", "data_base64"].map { body.node(for: EventPath([.field($0)])) }
        precondition(nodes == [Self.version, Self.data, Self.base64], "the document is not empty")
    }

    /// Why the document cannot be read as an event, or `none`.
    func fault(in body: borrowing JSONDocument) -> ConversionFault {
        guard body.equals(Self.version, "1.0") else { return .notACloudEvent }
        let data = body.first(Self.data)
        let isData = data == 0 || data == UInt8(ascii: "{") || data == UInt8(ascii: "n")
        return isData && !body.has(Self.base64) ? .none : .cloudEventData
    }
}
