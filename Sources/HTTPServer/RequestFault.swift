// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A request that cannot be answered as asked; the server turns it into an answer through its `problem` hook.
public struct RequestFault: Error, Sendable, Equatable {
    /// The HTTP status of the answer.
    public let status: Int
    /// The kind of fault in few words, the same for every such fault.
    public let title: String
    /// What is wrong with this request.
    public let detail: String

    /// Makes a fault of its three parts.
    public init(status: Int, title: String, detail: String) {
        self.status = status
        self.title = title
        self.detail = detail
    }

    /// A 400 for a request that breaks the rules of HTTP.
    static func malformed(_ detail: String) -> RequestFault {
        RequestFault(status: 400, title: "bad request", detail: detail)
    }

    /// A 431 for a head past its limits.
    static func tooLargeHead(_ detail: String) -> RequestFault {
        RequestFault(status: 431, title: "request head too large", detail: detail)
    }

    /// A 413 for a body past its limit.
    static let stopping = RequestFault(
        status: 503, title: "stopping", detail: "the server is going away; ask again later")

    static func tooLargeBody(_ limits: HTTPLimits) -> RequestFault {
        RequestFault(status: 413, title: "body too large", detail: "more than \(limits.bodyBytes) bytes")
    }
}
