// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import HTTPClient
import Testing

/// Answers in odd shapes, and what is none.
@Suite("Faults")
struct FaultTests {
    private static let timeoutS = 30.0

    /// Asks a server that says this.
    private func ask(
        _ text: String, thenIt ending: RawServer.Ending = .closes, timeoutS: Double = Self.timeoutS,
        bytesMax: Int = HTTPRequest.answerBytesMax
    ) throws -> HTTPAnswer {
        let server = try RawServer(saying: text, thenIt: ending)
        defer { server.stop() }
        return try HTTPRequest(server.address, timeoutS: timeoutS).send(answerBytesMax: bytesMax)
    }

    private func kind(_ body: () throws -> HTTPAnswer) -> HTTPFault.Kind? {
        do {
            _ = try body()
            return nil
        } catch {
            return (error as? HTTPFault)?.kind
        }
    }

    @Test("a chunked answer comes without its chunks, and with its trailer")
    func chunks() throws {
        let answer = try ask(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nX-Last: 1\r\n\r\n",
            thenIt: .hangs)
        #expect(answer.status == 200 && answer.body == Array("abcde".utf8) && answer.headers["x-last"] == "1")
    }

    @Test("a body without a length ends with the connection")
    func closed() throws {
        #expect(try ask("HTTP/1.1 200 OK\r\n\r\nabc").body == Array("abc".utf8))
    }

    @Test("an interim answer is passed over, a repeated field is joined, an odd one does no harm")
    func heads() throws {
        let interim = "HTTP/1.1 100 Continue\r\nX-Early: 1\r\n\r\n"
        let answer = try ask(interim + "HTTP/1.1 204 No\r\nX-A: 1\r\nx-a:2\r\nX-B: \u{E9}\u{301}:\r\nX-C:\r\n\r\n")
        #expect(answer.status == 204)
        #expect(answer.headers == ["x-a": "1, 2", "x-b": "\u{E9}\u{301}:", "x-c": ""])
    }

    @Test("a redirect is not followed")
    func redirect() throws {
        let answer = try ask("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")
        #expect(answer.status == 302 && answer.headers["location"] == "http://127.0.0.1:1/")
    }

    @Test("only what was asked is sent")
    func request() throws {
        let server = try RawServer(saying: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        _ = try HTTPRequest(server.address + "x", method: "POST", headers: ["X-A": "b"], timeoutS: Self.timeoutS).send()
        server.stop()
        let lines = server.head.split(separator: "\r\n").sorted()
        #expect(
            lines == [
                "Accept: */*", "Content-Length: 0", "Host: 127.0.0.1:\(server.port)", "POST /x HTTP/1.1", "X-A: b",
            ])
    }

    @Test("a refused connection says so")
    func refused() throws {
        let server = try RawServer(saying: "")
        server.stop()
        let error = #expect(throws: HTTPFault.self) {
            try HTTPRequest(server.address, timeoutS: Self.timeoutS).send()
        }
        #expect(error?.kind == .couldNotConnect && error?.message.contains("port \(server.port)") == true)
    }

    @Test(
        "the time limit holds for a server that never answers, or stops in the middle",
        arguments: ["", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc"])
    func hanging(text: String) {
        let start = ContinuousClock.now
        #expect(kind { try ask(text, thenIt: .hangs, timeoutS: 0.2) } == .timedOut)
        #expect(ContinuousClock.now - start < .seconds(Self.timeoutS / 2))
    }

    @Test("an answer cut short, reset, or no HTTP is a fault")
    func cutShort() {
        #expect(kind { try ask("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc") } == .other)
        #expect(kind { try ask("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n") } == .other)
        #expect(kind { try ask("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", thenIt: .resets) } == .other)
        #expect(kind { try ask("") } == .other)
        #expect(kind { try ask("220 mail\r\n") } == .other)
    }

    @Test("an answer above the limit is a fault, be it body or head; one as large is none")
    func tooLarge() throws {
        let head = "HTTP/1.1 200 OK\r\n\r\n"
        let body = String(repeating: "x", count: 5_000)
        #expect(try ask(head + body, bytesMax: head.utf8.count + 5_000).body.count == 5_000)
        #expect(kind { try ask(head + body, bytesMax: head.utf8.count + 4_999) } == .tooLarge)
        #expect(kind { try ask("HTTP/1.1 200 OK\r\nX: \(body)\r\n\r\n", bytesMax: 4_999) } == .tooLarge)
    }

    @Test("what is no address of HTTP is a fault", arguments: ["", "http://", "file:///etc/passwd", "http://a b/"])
    func noAddress(address: String) {
        #expect(kind { try HTTPRequest(address, timeoutS: Self.timeoutS).send() } == .other)
    }
}
