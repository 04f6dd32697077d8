// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import HTTPServer
import Testing

struct RequestTests {
    let server: TestServer

    init() throws {
        server = try TestServer()
    }

    @Test("methods reach the handler by name, and HEAD gets the head of the answer alone")
    func methods() throws {
        let client = try server.client()
        #expect(client.ask("GET", "/echo")?.body.hasPrefix("get ") == true)
        #expect(client.ask("QUERY", "/echo")?.body.hasPrefix("query ") == true)
        #expect(client.ask("PURGE", "/echo")?.body.hasPrefix("other(\"PURGE\") ") == true)
        let head = client.ask("HEAD", "/ping")
        #expect(head?.status == 200)
        #expect(head?.header("Content-Length") == "2")
        #expect(client.ask("GET", "/ping")?.body == "ok")
    }

    @Test("a connection is kept, and pipelined requests are answered in their order")
    func pipelining() throws {
        let client = try server.client()
        for _ in 0..<3 { #expect(client.ask("GET", "/ping")?.status == 200) }
        client.send(
            "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcGET /path/a HTTP/1.1\r\nHost: x\r\n\r\n"
                + "GET /path/b HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(client.answer()?.body == "post body=3 abc")
        #expect(client.answer()?.body == "a")
        #expect(client.answer()?.body == "b")
    }

    @Test(
        "parameters are decoded in their order",
        arguments: [
            ("", ""), ("a=1&b=2&a=3", "[a]=[1];[b]=[2];[a]=[3]"), ("a=x+y%2B%20z", "[a]=[x y+ z]"),
            ("a&b=", "[a]=[];[b]=[]"), ("%C3%A9=%e2%82%ac", "[é]=[€]"), ("a=1%262", "[a]=[1&2]"),
            ("a=b=c", "[a]=[b=c]"), ("a=%00", "[a]=[\0]"),
        ])
    func parameters(query: String, expected: String) throws {
        #expect(try server.client().ask("GET", "/query?\(query)")?.body == expected)
    }

    @Test(
        "badly encoded parameters and paths are 400",
        arguments: [
            "/query?a=%", "/query?a=%4", "/query?a=%GG", "/query?a=%FF", "/query?%C3=1", "/query?a=%2", "/path/%",
            "/path/%zz", "/path/%C3%28", "/path/a%2",
        ])
    func badEncoding(target: String) throws {
        let answer = try server.client().ask("GET", target)
        #expect(answer?.status == 400)
        #expect(answer?.header("Content-Type") == "application/problem+json")
    }

    @Test("an encoded slash or NUL stays inside its part of the path")
    func pathSegments() throws {
        let client = try server.client()
        #expect(client.ask("GET", "/path/a%2Fb/c")?.body == "a/b|c")
        #expect(client.ask("GET", "/path/p%00q")?.body == "p\0q")
        #expect(client.ask("GET", "/path//x/")?.body == "|x|")
        #expect(client.ask("GET", "/raw/a%2Fb%00?x=1")?.body == "/raw/a%2Fb%00")
    }

    @Test("a header is found whatever its case, and a missing one is nil")
    func headers() throws {
        let client = try server.client()
        #expect(client.ask("GET", "/agent", headers: "USER-Agent: curl\r\n")?.body == "curl")
        #expect(client.ask("GET", "/agent")?.body == "none")
    }

    @Test("a header value that a client chose cannot make another header")
    func headerInjection() throws {
        let answer = try server.client().ask("GET", "/set?v=a%0D%0AX-Evil:%201%00%7F")
        #expect(answer?.header("X-Value") == "a  X-Evil: 1")
        #expect(answer?.header("X-Evil") == nil)
    }
}
