// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events
internal import HTTPServer

/// The header fields of an answer of a projection.
struct AnswerHeaders {
    var position = ResponseHeaders()
    var lagMs: Int?
    var unmet: [String] = []
    var queuedNs: UInt64
    var waitedNs: UInt64
    var sqlNs: UInt64 = 0
    var encodeNs: UInt64 = 0
    private let isConditional: Bool
    private let isWaitCut: Bool

    private static let vary = "Accept, Prefer, Projectord-After, Projectord-Max-Lag"
    private static let plain: ResponseHeaders = [
        "Content-Type": "application/json", "Cache-Control": "private, no-cache", "Vary": vary,
    ]
    private static let conditional: ResponseHeaders = [
        "Content-Type": "application/json", "Cache-Control": "no-store", "Vary": vary,
    ]

    init(_ call: Call, lagMs: Int?) {
        self.lagMs = lagMs
        queuedNs = call.queuedNs
        waitedNs = call.waitedNs
        isConditional = call.freshness.isConditional
        isWaitCut = call.freshness.isWaitCut
    }

    /// All fields of an answer.
    func fields() -> ResponseHeaders {
        var fields = ResponseHeaders()
        fields.reserve(512)
        fields.add(isConditional ? AnswerHeaders.conditional : AnswerHeaders.plain)
        fields.add(state())
        return fields
    }

    /// The fields that tell the projection's state, and what the answer took.
    func state() -> ResponseHeaders {
        var fields = ResponseHeaders()
        fields.reserve(384)
        fields.add(position)
        var bytes: [UInt8] = []
        if let lagMs {
            DecimalText.append(Int64(lagMs), scale: 3, to: &bytes)
            fields.add("Projectord-Lag", String(decoding: bytes, as: UTF8.self))
            bytes.removeAll(keepingCapacity: true)
        }
        append("queue;dur=", queuedNs, to: &bytes)
        append(", wait;dur=", waitedNs, to: &bytes)
        append(", sql;dur=", sqlNs, to: &bytes)
        append(", encode;dur=", encodeNs, to: &bytes)
        fields.add("Server-Timing", String(decoding: bytes, as: UTF8.self))
        if !unmet.isEmpty { fields.add("Projectord-Unmet", unmet.joined(separator: ", ")) }
        if isWaitCut { fields.add("Projectord-Wait", String(Freshness.waitMaxMs / 1_000)) }
        return fields
    }

    /// Milliseconds with three digits, as Server-Timing has them.
    private func append(_ name: String, _ ns: UInt64, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: name.utf8)
        DecimalText.append(Int64(ns / 1_000), scale: 3, to: &bytes)
    }
}
