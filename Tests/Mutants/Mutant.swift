// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A record as a hostile or broken producer might send it.
package struct Mutant: Sendable {
    /// A header; of one that stands several times the last counts.
    package struct Header: Hashable, Sendable {
        /// Its name.
        package var name: String
        /// Its value; nil for null.
        package var value: [UInt8]?

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = Array(value.utf8)
        }
    }

    /// The place of its source in `MutantProjection`.
    package var source: Int
    /// The partition of its topic.
    package var partition: Int32 = 0
    /// Its key; nil for null.
    package var key: [UInt8]?
    /// Its value; nil for null.
    package var value: [UInt8]?
    /// Its headers, in order.
    package var headers: [Header]
    /// Its Kafka timestamp in ms; negative for none.
    package var timestampMs: Int64

    package init(
        source: Int, key: String?, value: String?, headers: [Header] = [], timestampMs: Int64 = 1_700_000_000_000
    ) {
        self.source = source
        self.key = key.map { Array($0.utf8) }
        self.value = value.map { Array($0.utf8) }
        self.headers = headers
        self.timestampMs = timestampMs
    }
}
