// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A request to a server over plain HTTP/1.1.
public struct HTTPRequest: Sendable {
    /// What an answer may take in memory: a query's ends at 8 MB, and no page of a daemon comes near that.
    public static let answerBytesMax = 64 * 1_024 * 1_024

    /// The whole address, with `http://` and percent-encoded where it must be.
    public var address: String
    /// `GET` and its like.
    public var method: String
    /// Fields of the head beside those that HTTP needs.
    public var headers: [String: String]
    /// The body; a POST or PUT without one says that it is empty.
    public var body: [UInt8]
    /// How long all of it may take, in seconds.
    public var timeoutS: Double

    /// Makes a request that is not sent yet.
    public init(
        _ address: String, method: String = "GET", headers: [String: String] = [:], body: [UInt8] = [],
        timeoutS: Double
    ) {
        self.address = address
        self.method = method
        self.headers = headers
        self.body = body
        self.timeoutS = timeoutS
    }

    /// Sends it and waits for the whole answer, on the calling thread; any number of threads may do so at once.
    ///
    /// - Throws: an `HTTPFault` if there is no whole answer in time. An answer of any status is no fault.
    public func send(answerBytesMax: Int = Self.answerBytesMax) throws(HTTPFault) -> HTTPAnswer {
        let collected = CollectedAnswer(bytesMax: answerBytesMax)
        let transfer = try Transfer(into: collected)
        try transfer.prepare(self)
        let status = try transfer.run()
        return HTTPAnswer(status: status, headers: collected.headers, body: collected.body)
    }
}
