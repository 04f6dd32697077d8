// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import HTTPClient

/// Asks a service over HTTP and waits for the answer.
struct ShopClient {
    struct Answer {
        var status: Int
        var type: String?
        var body: String
    }

    private static let timeoutS = 10.0

    let address: String

    func ask(
        _ method: String, _ path: String, _ body: String? = nil, type: String = "application/json"
    ) throws -> Answer {
        let answer = try HTTPRequest(
            "http://\(address)\(path)", method: method, headers: body == nil ? [:] : ["Content-Type": type],
            body: Array((body ?? "").utf8), timeoutS: Self.timeoutS
        ).send()
        return Answer(
            status: answer.status, type: answer.headers["content-type"],
            body: String(decoding: answer.body, as: UTF8.self))
    }
}
