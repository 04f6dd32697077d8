// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import KafkaClient

/// A record of the log, as a reader of committed records sees it.
struct Published {
    var partition: Int32
    var key: String
    var value: String?
    var id: Int64
    var type: String

    init(_ message: borrowing Message) {
        partition = message.partition
        var texts: (key: String?, value: String?)
        message.withBytes { key, value in texts = (text(key), text(value)) }
        key = texts.key ?? ""
        value = texts.value
        id = Int64(header(message, "id") ?? "") ?? 0
        type = header(message, "eventType") ?? ""
    }
}

private func header(_ message: borrowing Message, _ name: String) -> String? {
    var found: String?
    message.withHeader(HeaderName(name)) { found = text($0) }
    return found
}

private func text(_ span: RawSpan?) -> String? {
    guard let span else { return nil }
    let bytes = span.byteOffsets.map { unsafe span.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
    return String(decoding: bytes, as: UTF8.self)
}
