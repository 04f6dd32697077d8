// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Testing

/// Every error has one shape, at every path.
@Suite("Problems")
struct ProblemTests {
    struct Failing: CustomTestStringConvertible, Sendable {
        var request: String
        var status: Int
        var slug: String
        var isAdmin = false
        var hasPosition = false
        var isWhole = false

        var testDescription: String { "\(status) \(slug): \(request.prefix(60))" }
    }

    static let failing = [
        Failing(request: "GET /", status: 404, slug: "not-found"),
        Failing(request: "GET /v1/", status: 404, slug: "not-found"),
        Failing(request: "GET /v1/shop", status: 404, slug: "not-found"),
        Failing(request: "GET /v1/shop/by-id/x", status: 404, slug: "not-found"),
        Failing(request: "GET /v1/shopp/by-id", status: 404, slug: "unknown-projection"),
        Failing(request: "GET /v1/shop/by-idd", status: 404, slug: "unknown-query", hasPosition: true),
        Failing(request: "GET /v1/shop/_nothing", status: 404, slug: "unknown-query", hasPosition: true),
        Failing(request: "GET /problems/none", status: 404, slug: "not-found"),
        Failing(request: "GET /v1?x=1", status: 400, slug: "bad-parameters"),
        Failing(request: "GET /v1/shop/%zz", status: 400, slug: "bad-request"),
        Failing(request: "GET /v1/shop/by-id?id=%ff", status: 400, slug: "bad-request"),
        Failing(request: "GET /v1/shop/by-id", status: 400, slug: "bad-parameters", hasPosition: true),
        Failing(request: "GET /v1/shop/_position?x=1", status: 400, slug: "bad-parameters", hasPosition: true),
        Failing(request: "GET /v1/shop/_wait", status: 400, slug: "bad-parameters", hasPosition: true),
        Failing(request: "GET /v1/shop/by-id?id=1&_format=csv", status: 406, slug: "not-acceptable", hasPosition: true),
        Failing(request: "POST /v1", status: 405, slug: "method-not-allowed"),
        Failing(request: "DELETE /v1/shop/by-id", status: 405, slug: "method-not-allowed", hasPosition: true),
        Failing(
            request: "GET /v1/shop/fails?n=-9223372036854775808", status: 500, slug: "query-failed", hasPosition: true),
        Failing(request: "GET /\(String(repeating: "x", count: 9_000))", status: 414, slug: "address-too-long"),
        Failing(
            request:
                "GET /v1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            status: 400, slug: "bad-request", isWhole: true),
        Failing(request: "GET /nothing", status: 404, slug: "not-found", isAdmin: true),
        Failing(request: "GET /admin/v1/nothing", status: 404, slug: "unknown-projection", isAdmin: true),
        Failing(request: "POST /admin/v1/shop", status: 405, slug: "method-not-allowed", isAdmin: true),
    ]

    @Test("R35: every failing request is answered by a problem of one shape", arguments: failing)
    func shape(_ failing: Failing) throws {
        let daemon = try Daemon.shared()
        let client = failing.isAdmin ? daemon.admin : daemon.client
        let text = failing.request + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        let answer = try #require(client.exchange(failing.isWhole ? failing.request : text))
        #expect(answer.status == failing.status, "\(answer.text)")
        #expect(answer.header("Content-Type") == "application/problem+json")
        #expect(answer.text("type") == "/problems/\(failing.slug)")
        #expect(answer.object["status"] as? Int == failing.status)
        #expect(answer.text("title")?.isEmpty == false && answer.text("detail")?.isEmpty == false)
        #expect((answer.header("Projectord-Position") != nil) == failing.hasPosition)
        #expect((answer.header("Projectord-Lag") != nil) == failing.hasPosition)
        #expect(failing.slug != "query-failed" || answer.header("Projectord-Position")?.contains("notes") == false)
        if failing.status == 405 { #expect(answer.header("Allow") == "GET, HEAD") }
        let inside = ["SELECT", "sqlite", "integer overflow", "FROM"]
        #expect(!inside.contains { answer.text.contains($0) }, "a problem shows no SQL: \(answer.text)")
        let explanation = try #require(daemon.client.ask("/problems/\(failing.slug)"))
        #expect(explanation.status == 200 && explanation.text.contains("(\(failing.status))"))
    }

    @Test("a name that is nearly right is guessed")
    func guesses() throws {
        let client = try Daemon.shared().client
        #expect(client.ask("/v1/shopp/by-id")?.text("detail")?.contains("did you mean shop?") == true)
        #expect(client.ask("/v1/shop/by-idd")?.text("detail")?.contains("did you mean by-id?") == true)
    }

    @Test("a request that accepts no JSON is told so")
    func unacceptable() throws {
        let client = try Daemon.shared().client
        #expect(client.ask("/v1/shop/by-id?id=1", ["Accept: text/csv"])?.status == 406)
        #expect(client.ask("/v1/shop/by-id?id=1", ["Accept: text/html, */*;q=0.8"])?.status == 200)
    }
}
