// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import HTTPClient
import HTTPServer
import Synchronization
import Testing

/// Whole answers of projectord's own server.
@Suite("Answers")
struct AnswerTests {
    private static let timeoutS = 30.0

    private let server: HTTPServer

    init() throws {
        var limits = HTTPLimits()
        limits.bodyBytes = 4 << 20
        server = try HTTPServer(
            address: ListenAddress(host: "127.0.0.1", port: 0), limits: limits,
            problem: { Response(status: $0.status, headers: ["X-Problem": $0.title]) },
            handler: { (request) throws(RequestFault) in
                let type = request.header("content-type") ?? "none"
                let text = "\(request.method) \(request.path) \(type) \(String(decoding: request.body, as: UTF8.self))"
                return .now(Response(status: 201, headers: ["X-Name": " one "], body: Array(text.utf8)))
            })
        try server.start()
    }

    private func ask(_ method: String, _ path: String, headers: [String: String] = [:], body: String = "") throws
        -> HTTPAnswer
    {
        defer { server.stop(graceMs: 0) }
        return try HTTPRequest(
            "http://127.0.0.1:\(server.port)\(path)", method: method, headers: headers, body: Array(body.utf8),
            timeoutS: Self.timeoutS
        ).send()
    }

    @Test("status, header fields and body come as the server gave them")
    func wholeAnswer() throws {
        let answer = try ask("GET", "/a/../b%20c?d=%C3%A9")
        #expect(answer.status == 201)
        #expect(answer.headers["x-name"] == "one")
        #expect(answer.headers["content-length"] == String(answer.body.count))
        #expect(String(decoding: answer.body, as: UTF8.self) == "get /a/../b%20c none ")
    }

    @Test("a POST carries its JSON and its type")
    func post() throws {
        let answer = try ask("POST", "/x", headers: ["Content-Type": "application/json"], body: #"{"a": "é"}"#)
        #expect(String(decoding: answer.body, as: UTF8.self) == #"post /x application/json {"a": "é"}"#)
    }

    @Test("a body of megabytes is sent whole, without asking first")
    func largeBody() throws {
        let body = String(repeating: "x", count: 2 << 20)
        #expect(try ask("PUT", "/x", body: body).body.count == body.utf8.count + #"other("PUT") /x none "#.utf8.count)
    }

    @Test("other methods go by their names; HEAD has an answer without a body", arguments: ["HEAD", "DELETE", "PUT"])
    func methods(method: String) throws {
        let answer = try ask(method, "/x")
        let text = method == "HEAD" ? "" : "other(\"\(method)\") /x none "
        #expect(answer.status == 201 && String(decoding: answer.body, as: UTF8.self) == text)
    }

    @Test("an answer that reports a fault is an answer")
    func fault() throws {
        let answer = try ask("GET", "/x?" + String(repeating: "y", count: 20_000))
        #expect(answer.status == 414 && answer.headers["x-problem"] != nil)
    }

    @Test("8 threads send 200 requests each at once")
    func manyThreads() {
        let address = "http://127.0.0.1:\(server.port)/t"
        let faults = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            for number in 0..<200 {
                let text = "\(thread).\(number)"
                do {
                    let answer = try HTTPRequest(
                        address, method: "POST", body: Array(text.utf8), timeoutS: Self.timeoutS
                    ).send()
                    let body = String(decoding: answer.body, as: UTF8.self)
                    if body != "post /t none \(text)" { faults.withLock { $0.append("\(text): \(body)") } }
                } catch {
                    faults.withLock { $0.append("\(text): \(error)") }
                }
            }
        }
        server.stop(graceMs: 0)
        #expect(faults.withLock(\.self) == [])
    }
}
