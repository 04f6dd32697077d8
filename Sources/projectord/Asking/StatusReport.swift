// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation

/// What the admin address tells of a daemon (R40), as far as it is shown.
struct StatusReport: Decodable, Sendable {
    struct Partition: Decodable, Sendable {
        var topic: String
        var partition: Int
        var first: Int64
        var done: Int64
        var logEnd: Int64?
        var lagRecords: Int64?
        var delivered: Int64
        var applied: Int64
        var ignored: Int64
        var held: Int64
        var skipped: Int64
        var ignoredByReason: [String: Int64]?
    }

    struct Generation: Decodable, Sendable {
        var generation: Int
        var state: String
        var lag: Double?
        var lagRecords: Int64?
        var progress: Double?
        var bytes: Int64
        var heldKeys: Int64?
        var heldRecords: Int64?
        var partitions: [Partition]
        var views: [View]?
    }

    struct View: Decodable, Sendable {
        var name: String
        var reason: String?
    }

    struct Stopped: Decodable, Sendable {
        var place: String
        var reason: String
        var hint: String
    }

    struct Projection: Decodable, Sendable {
        var name: String
        var state: String
        var waitingFor: String?
        var buildWaitingFor: String?
        var stopped: Stopped?
        var hindered: Stopped?
        var live: Generation?
        var building: Generation?
        var build: RebuildFigures?
        var past: [Past]?
        var previous: Int?
        var pinned: Bool?
    }

    struct Past: Decodable, Sendable {
        var label: String
        var generation: Int
        var until: String
        var state: String
        var bytes: Int64
        var recordsDone: Int64?
        var recordsTotal: Int64?
        var reason: String?
    }

    struct RebuildFigures: Decodable, Sendable {
        var phase: String?
        var recordsDone: Int64
        var recordsTotal: Int64?
        var recordsPerSecond: Int64?
        var secondsLeft: Int64?
    }

    var version: String
    var queryAddress: String
    var projections: [Projection]

    /// Reads the page `/admin/v1`.
    static func read(_ body: Data) throws(CommandError) -> StatusReport {
        try AdminPage.decode(StatusReport.self, from: body)
    }
}
