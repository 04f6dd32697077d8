// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import HTTPServer
import Testing

/// Requests that two readers of one stream could read differently.
struct FramingTests {
    struct Probe: CustomTestStringConvertible {
        let testDescription: String
        let bytes: String
        let statuses: [Int]
        var closes = true

        init(_ name: String, _ bytes: String, _ statuses: [Int], closes: Bool = true) {
            testDescription = name
            self.bytes = bytes
            self.statuses = statuses
            self.closes = closes
        }
    }

    private static let get = "GET /ping HTTP/1.1\r\nHost: x\r\n"
    private static let post = "POST /echo HTTP/1.1\r\nHost: x\r\n"
    private static let chunked = post + "Transfer-Encoding: chunked\r\n\r\n"

    static let probes = [
        Probe("two lengths that differ", post + "Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde", [400]),
        Probe("two equal lengths", post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", [400]),
        Probe(
            "length and chunks", post + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG", [400]),
        Probe("a list of lengths", post + "Content-Length: 3, 3\r\n\r\nabc", [400]),
        Probe("a length with a sign", post + "Content-Length: +3\r\n\r\nabc", [400]),
        Probe("a negative length", post + "Content-Length: -1\r\n\r\n", [400]),
        Probe("a length of 2^64", post + "Content-Length: 18446744073709551616\r\n\r\n", [413, 400]),
        Probe("an unknown encoding", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", [400]),
        Probe("two encodings", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", [400]),
        Probe(
            "two encoding fields",
            post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n", [400]),
        Probe(
            "chunks on HTTP/1.0",
            "POST /echo HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", [400]),
        Probe("a folded encoding", post + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n", [400]),
        Probe("a folded length", post + "Content-Length:\r\n 3\r\n\r\nabc", [400]),
        Probe("a chunk size in C's way", chunked + "0x3\r\nabc\r\n0\r\n\r\n", [400]),
        Probe("a chunk size past 64 bits", chunked + "ffffffffffffffff3\r\nabc\r\n0\r\n\r\n", [400, 413]),
        Probe("a chunk longer than said", chunked + "3\r\nabcdef\r\n0\r\n\r\n", [400]),
        Probe("a space before the colon", post + "Content-Length : 3\r\n\r\nabc", [400]),
        Probe("a bare CR in a value", get + "X-A: b\rc\r\n\r\n", [400]),
        Probe("a control character in a value", get + "X-A: b\u{1}c\r\n\r\n", [400]),
        Probe("a name that is no token", get + "X(A): b\r\n\r\n", [400]),
        Probe("no colon", get + "garbage\r\n\r\n", [400]),
        Probe("no host", "GET /ping HTTP/1.1\r\n\r\n", [400]),
        Probe("two hosts", "GET /ping HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", [400]),
        Probe("plain", get + "\r\n", [200], closes: false),
        Probe("chunks", chunked + "3;a=b\r\nabc\r\n0\r\n\r\n", [200], closes: false),
        Probe("a length in the trailer", chunked + "0\r\nContent-Length: 5\r\n\r\n", [200], closes: false),
        Probe(
            "a body with QUERY", "QUERY /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi", [200], closes: false),
    ]

    @Test("a request that can be read in two ways is refused and the connection closed", arguments: probes)
    func probe(_ probe: Probe) throws {
        let server = try TestServer()
        let client = try server.client()
        client.send(probe.bytes)
        let answer = client.answer()
        #expect(probe.statuses.contains(answer?.status ?? 0), "\(answer?.status ?? 0)")
        if probe.closes {
            #expect(client.waitForEnd())
            #expect(!client.rest.contains("HTTP/1.1 200"))
        } else {
            #expect(client.ask("GET", "/ping")?.body == "ok")
        }
    }

    @Test("a client that asks before it sends its body is told to go on")
    func expectContinue() throws {
        let server = try TestServer()
        let client = try server.client()
        client.send("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n")
        #expect(client.answer()?.status == 100)
        client.send("abc")
        #expect(client.answer()?.body == "post body=3 abc")
    }
}
