// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

private import CMicrohttpd
private import Glibc

/// The checks of a request's head that the library leaves out and that keep two readers of one stream in step.
///
/// A proxy and this server must agree where a request ends. Whatever leaves room for two readings is refused and the
/// connection closed, since the bytes after it belong to nobody.
struct HeadCheck {
    private var contentLengths = 0
    private var transferEncodings = 0
    private var hosts = 0
    /// The body's length as announced; nil if there is none or it comes in chunks.
    private(set) var contentLength: Int?

    /// Whether a body follows.
    var hasBody: Bool { transferEncodings > 0 || (contentLength ?? 0) > 0 }

    /// Reads a request's head.
    ///
    /// - Throws: the 400, 413, 414 or 431 that is to be answered, after which the connection closes.
    init(_ call: RequestCall, uriLength: Int, limits: HTTPLimits) throws(RequestFault) {
        try Self.checkSizes(call, uriLength: uriLength, limits: limits)
        let capacity = limits.headerFields
        var fault: RequestFault?
        unsafe withUnsafeTemporaryAllocation(of: cmhd_field.self, capacity: capacity) { fields in
            let count = unsafe cmhd_header_fields(call.connection, fields.baseAddress, capacity)
            guard count <= capacity else {
                fault = .tooLargeHead("more than \(capacity) header fields")
                return
            }
            do throws(RequestFault) {
                for index in 0..<count { try unsafe check(fields[index]) }
            } catch {
                fault = error
            }
        }
        if let fault { throw fault }
        try checkFraming(isHTTP11: unsafe strcmp(call.version, "HTTP/1.1") == 0, limits: limits)
    }

    private static func checkSizes(
        _ call: RequestCall, uriLength: Int, limits: HTTPLimits
    ) throws(RequestFault) {
        guard uriLength <= limits.uriBytes else {
            throw RequestFault(status: 414, title: "uri too long", detail: "more than \(limits.uriBytes) bytes")
        }
        guard unsafe cmhd_head_length(call.connection) <= limits.headBytes else {
            throw .tooLargeHead("more than \(limits.headBytes) bytes")
        }
    }

    private mutating func check(_ field: cmhd_field) throws(RequestFault) {
        let name = unsafe Self.bytes(field.name, field.name_length)
        let value = unsafe Self.bytes(field.value, field.value_length)
        guard unsafe name.allSatisfy(Self.isTokenByte) else {
            throw .malformed("a header field's name has a character that is not allowed there")
        }
        guard unsafe value.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
            throw .malformed("a header field's value has a control character")
        }
        switch name.count {
        case 4 where unsafe Self.starts(field, "host"): hosts += 1
        case 14... where unsafe Self.starts(field, "content-length"):
            try unsafe takeContentLength(value, exact: name.count == 14)
        case 17... where unsafe Self.starts(field, "transfer-encoding"):
            transferEncodings += 1
            guard name.count == 17, value.count == 7, unsafe strncasecmp(field.value, "chunked", 7) == 0 else {
                throw .malformed("transfer-encoding may only be chunked")
            }
        default: break
        }
    }

    /// A folded field reaches us with its continuation glued to the name, hence names that only begin like this.
    private mutating func takeContentLength(
        _ value: UnsafeBufferPointer<UInt8>, exact: Bool
    ) throws(RequestFault) {
        contentLengths += 1
        let isNumber = unsafe !value.isEmpty && value.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        guard exact, isNumber, let length = unsafe Int(String(decoding: value, as: UTF8.self)) else {
            throw .malformed("content-length is no number")
        }
        contentLength = length
    }

    private func checkFraming(isHTTP11: Bool, limits: HTTPLimits) throws(RequestFault) {
        guard hosts <= 1 else { throw .malformed("more than one host") }
        guard contentLengths <= 1, transferEncodings <= 1, contentLengths + transferEncodings <= 1 else {
            throw .malformed("the body's length is given more than once")
        }
        guard transferEncodings == 0 || isHTTP11 else {
            throw .malformed("transfer-encoding needs HTTP/1.1")
        }
        guard (contentLength ?? 0) <= limits.bodyBytes else { throw .tooLargeBody(limits) }
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "!"),
            UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "'"),
            UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "^"), UInt8(ascii: "`"),
            UInt8(ascii: "|"), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    private static func starts(_ field: cmhd_field, _ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        return word.withUTF8Buffer { word in
            unsafe word.withMemoryRebound(to: CChar.self) { word in
                guard let word = word.baseAddress else { return false }
                return unsafe strncasecmp(field.name, word, length) == 0
            }
        }
    }

    private static func bytes(_ start: UnsafePointer<CChar>?, _ count: Int) -> UnsafeBufferPointer<UInt8> {
        unsafe UnsafeBufferPointer(start: UnsafeRawPointer(start)?.assumingMemoryBound(to: UInt8.self), count: count)
    }
}
