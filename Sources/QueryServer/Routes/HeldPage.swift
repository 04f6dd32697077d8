// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events
internal import Projector
internal import ReadModel

/// Held records as JSON.
struct HeldPage {
    let projection: Projection
    let reader: HeldReader

    /// The first record of each held key, and the totals.
    func list(_ limit: Int) throws -> [UInt8] {
        let count = try reader.count()
        let records = try reader.keys(limit: limit)
        var buffer = JSONBuffer()
        buffer.raw("{\"projection\":")
        buffer.string(projection.name)
        buffer.raw(",\"keys\":\(count.keys),\"records\":\(count.records),\"held\":")
        buffer.list("[", records, "]") { buffer, record in
            buffer.raw("{")
            write(record, to: &buffer)
            buffer.raw(",\"waiting\":\(record.waiting)}")
        }
        buffer.raw("}")
        return buffer.bytes
    }

    /// One record with all its bytes.
    ///
    /// - Throws: a problem if it is not held.
    func record(_ place: LogPlace) throws -> [UInt8] {
        guard
            let record = try reader.record(topic: place.topic, partition: place.partition, offset: place.offset)
        else { throw Problem(.notHeld, "no record is held at \(place)") }
        var buffer = JSONBuffer()
        buffer.raw("{")
        write(record, to: &buffer)
        buffer.raw(",")
        write("value", record.value, to: &buffer)
        buffer.raw(",\"headers\":")
        buffer.list("[", record.headers, "]") { buffer, header in
            buffer.raw("{\"name\":")
            buffer.string(header.name)
            buffer.raw(",")
            write("value", header.value, to: &buffer)
            buffer.raw("}")
        }
        buffer.raw("}")
        return buffer.bytes
    }

    private func write(_ record: HeldRecord, to buffer: inout JSONBuffer) {
        let sources = projection.sources
        buffer.raw("\"source\":")
        buffer.string(sources.indices.contains(record.source) ? sources[record.source].name : "")
        buffer.raw(",")
        write("key", record.key, to: &buffer)
        buffer.raw(",\"topic\":")
        buffer.string(record.topic)
        buffer.raw(",\"partition\":\(record.partition),\"offset\":\(record.offset),\"time\":")
        if case .success(.text(let time)) = ValueType.timestamp.parse(String(record.timestampMs)),
            record.timestampMs >= 0
        {
            buffer.string(time)
        } else {
            buffer.raw("null")
        }
        guard let fault = record.fault else { return buffer.raw(",\"code\":null") }
        for (name, text) in [("code", fault.code.rawValue), ("message", fault.message), ("hint", fault.code.heldHint)] {
            buffer.raw(",")
            buffer.name(name)
            buffer.string(text)
        }
    }

    /// Writes bytes as text if they are UTF-8, else as base64 under another name.
    private func write(_ name: String, _ bytes: [UInt8]?, to buffer: inout JSONBuffer) {
        if let bytes, String(validating: bytes, as: UTF8.self) == nil {
            buffer.name(name + "_base64")
            buffer.base64(bytes)
            return
        }
        buffer.name(name)
        if let bytes { buffer.string { $0 += bytes } } else { buffer.raw("null") }
    }
}
