// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A record as a test writes it.
struct Record {
    var key: String?
    var value: String?
    var type: String?
    var source = 0
    var partition: Int32 = 0
    var offset: Int64?
    var timestampMs: Int64 = 0
    /// The id that stands in `value`, for a test's own fold.
    var id: Int?

    init(
        _ key: String?, _ value: String?, type: String? = nil, source: Int = 0, partition: Int32 = 0,
        offset: Int64? = nil, timestampMs: Int64 = 0
    ) {
        self.key = key
        self.value = value
        self.type = type
        self.source = source
        self.partition = partition
        self.offset = offset
        self.timestampMs = timestampMs
    }
}
