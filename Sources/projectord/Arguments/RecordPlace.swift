// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A record as a call names it: `TOPIC/PARTITION@OFFSET`.
struct RecordPlace: Hashable, Sendable {
    var topic: String
    var partition: Int32
    var offset: Int64

    init(_ text: String) throws(CommandError) {
        let at = text.lastIndex(of: "@")
        let slash = at.flatMap { text[..<$0].lastIndex(of: "/") }
        guard let at, let slash, let partition = Int32(text[text.index(after: slash)..<at]), partition >= 0,
            let offset = Int64(text[text.index(after: at)...]), offset >= 0, slash > text.startIndex,
            text[..<slash].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) })
        else {
            throw CommandError(
                .usage, "'\(text)' is not of the form TOPIC/PARTITION@OFFSET", hint: "shop.orders/3@1042, for example")
        }
        topic = String(text[..<slash])
        self.partition = partition
        self.offset = offset
    }
}
