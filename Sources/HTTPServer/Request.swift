// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

private import CMicrohttpd
private import Glibc

/// A whole request, valid while the handler runs; nothing of it is parsed before it is asked for.
///
/// Proof of safe: the pointers are the library's for this request; they are valid until it is answered, and this value
/// cannot be copied out of the handler that borrows it.
@safe
public struct Request: ~Copyable {
    private let call: RequestCall
    private let connection: Connection

    init(call: RequestCall, connection: Connection) {
        self.call = call
        self.connection = connection
    }

    /// What is asked to be done.
    public var method: HTTPMethod {
        HTTPMethod(name: unsafe String(cString: call.method))
    }

    /// The path as it came, percent-encoded, without the query.
    public var path: String {
        unsafe String(cString: call.path)
    }

    /// The parts of the path between the slashes, decoded; `/a/b%2Fc` has `a` and `b/c`.
    ///
    /// - Throws: a 400 if a part is badly encoded or not UTF-8.
    public func pathSegments() throws(RequestFault) -> [String] {
        let path = unsafe bytes(call.path, strlen(call.path))
        var segments: [String] = []
        var start = unsafe path.first == slash ? 1 : 0
        while start <= path.count {
            var end = start
            while end < path.count, unsafe path[end] != slash { end += 1 }
            let part = unsafe UnsafeBufferPointer(rebasing: path[start..<end])
            segments.append(try PercentDecoding.decode(unsafe part.span, of: "path"))
            start = end + 1
        }
        return segments
    }

    /// The query's parameters in their order, decoded; a name without `=` has an empty value.
    ///
    /// - Throws: a 400 if a name or value is badly encoded or not UTF-8.
    public func parameters() throws(RequestFault) -> [Parameter] {
        let count = unsafe cmhd_parameters(call.connection, nil, 0)
        guard count > 0 else { return [] }
        var fields = unsafe [cmhd_field](repeating: cmhd_field(), count: count)
        unsafe fields.withUnsafeMutableBufferPointer {
            _ = unsafe cmhd_parameters(call.connection, $0.baseAddress, count)
        }
        var parameters: [Parameter] = []
        parameters.reserveCapacity(count)
        for index in unsafe fields.indices {
            let field = unsafe fields[index]
            let name = unsafe bytes(field.name, field.name_length)
            let value = unsafe bytes(field.value, field.value_length)
            parameters.append(
                Parameter(
                    name: try PercentDecoding.decode(unsafe name.span, of: "query"),
                    value: try PercentDecoding.decode(unsafe value.span, of: "query")))
        }
        return parameters
    }

    /// The value of the first header field of that name, whose case does not matter; nil if there is none.
    public func header(_ name: StaticString) -> String? {
        var length = 0
        let value = name.withUTF8Buffer { buffer in
            unsafe buffer.withMemoryRebound(to: CChar.self) { name in
                unsafe cmhd_header(call.connection, name.baseAddress, name.count, &length)
            }
        }
        guard let value = unsafe value else { return nil }
        return unsafe String(decoding: bytes(value, length), as: UTF8.self)
    }

    /// The body; empty if there is none.
    public var body: [UInt8] { connection.body }

    /// Takes the request off this thread, so that it can be answered later from any other.
    ///
    /// The handler then returns `.later` with the responder. At most once a request.
    ///
    /// - Returns: nil when too many requests wait (`HTTPLimits.suspended`) or the server is stopping: answer 503.
    public func suspend() -> Responder? {
        connection.suspend()
    }

    private let slash = UInt8(ascii: "/")

    private func bytes(_ start: UnsafePointer<CChar>?, _ count: Int) -> UnsafeBufferPointer<UInt8> {
        unsafe UnsafeBufferPointer(start: UnsafeRawPointer(start)?.assumingMemoryBound(to: UInt8.self), count: count)
    }
}
