// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Tells how a record of CloudEvents is written: its attributes in headers, or in the value around its data.
struct CloudEventMode {
    /// How a record is written.
    enum Mode {
        case binary
        case structured
        case faulty(ConversionFault)
    }

    private static let contentTypeName = "content-type"
    private static let versionName = "ce_specversion"

    /// The decoder of records in structured mode.
    let structured: RecordDecoder
    private let contentType: Int?
    private let version: Int?

    init(_ plan: DecodePlan) {
        structured = RecordDecoder(plan, .event(CloudEventNodes()))
        contentType = plan.headers.firstIndex(of: Self.contentTypeName)
        version = plan.headers.firstIndex(of: Self.versionName)
    }

    /// The headers that a plan reads, and those that tell the mode.
    static func headers(besides headers: [String]) -> [String] {
        headers + [contentTypeName, versionName].filter { !headers.contains($0) }
    }

    /// The attribute that a header carries in binary mode.
    static func attribute(ofHeader name: String) -> String? {
        name.hasPrefix("ce_") ? String(name.dropFirst(3)) : nil
    }

    /// How the record with these headers is written; without any of them, the value must be a whole event.
    func mode(_ headers: borrowing HeaderValues) -> Mode {
        if let mode = unsafe withValue(of: contentType, in: headers, Self.mode(ofContentType:)) { return mode }
        return unsafe withValue(of: version, in: headers, Self.mode(ofVersion:)) ?? .structured
    }

    private func withValue<R>(
        of index: Int?, in headers: borrowing HeaderValues, _ body: (UnsafeRawBufferPointer) -> R?
    ) -> R? {
        guard let index else { return nil }
        return unsafe headers.withValue(index) { value in
            if let value = unsafe value { unsafe body(value) } else { nil }
        }
    }

    private static func mode(ofVersion version: UnsafeRawBufferPointer) -> Mode {
        unsafe version.elementsEqual("1.0".utf8) ? .binary : .faulty(.notACloudEvent)
    }

    /// The mode that a content type tells; nil if it is that of an event's data.
    private static func mode(ofContentType type: UnsafeRawBufferPointer) -> Mode? {
        guard unsafe starts(type, "application/cloudevents") else { return nil }
        let json = "application/cloudevents+json"
        guard unsafe starts(type, json) else { return .faulty(.cloudEventFormat) }
        let next = unsafe type.count > json.utf8.count ? type[json.utf8.count] : UInt8(ascii: ";")
        return next == UInt8(ascii: ";") || next == UInt8(ascii: " ") ? .structured : .faulty(.cloudEventFormat)
    }

    /// Whether a text starts with a lower-case one, in any case of its letters.
    private static func starts(_ text: UnsafeRawBufferPointer, _ start: String) -> Bool {
        guard text.count >= start.utf8.count else { return false }
        return unsafe zip(text, start.utf8).allSatisfy { byte, wanted in
            byte == wanted || (byte | 0x20 == wanted && byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z"))
        }
    }
}
