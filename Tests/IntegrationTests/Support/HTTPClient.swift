// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import HTTPClient

/// Asks a daemon over HTTP and waits for its answer.
struct HTTPClient: Sendable {
    struct Answer: Sendable {
        var status: Int
        var headers: [String: String]
        var body: String

        var description: String { "\(status) \(body)" }

        /// The body's field, where it is an object with it.
        func field(_ name: String) -> String? {
            object[name].map { $0 as? String ?? "\($0)" }
        }

        /// The rows of a query's answer.
        var rows: [[String: Any]] { object["rows"] as? [[String: Any]] ?? [] }

        var object: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(body.utf8))) as? [String: Any] ?? [:]
        }
    }

    /// How long an answer may take at most, in seconds; above the longest `_wait`.
    static let timeoutS = 45.0

    let address: String

    /// Asks; throws if nothing answers.
    func get(_ path: String) throws -> Answer { try send("GET", path) }

    /// Sends a request with a JSON body, if there is one, and waits for the answer.
    func send(_ method: String, _ path: String, _ body: [String: Any]? = nil) throws -> Answer {
        let url = "http://\(address)\(path)"
        var request = HTTPRequest(url, method: method, timeoutS: Self.timeoutS)
        if let body {
            request.body = [UInt8](try JSONSerialization.data(withJSONObject: body))
            request.headers = ["Content-Type": "application/json"]
        }
        do {
            let answer = try request.send()
            return Answer(
                status: answer.status, headers: answer.headers, body: String(decoding: answer.body, as: UTF8.self))
        } catch {
            throw TestFailure("\(method) \(url): \(error.message)")
        }
    }

    /// Sends a request that must succeed.
    @discardableResult
    func demand(_ method: String, _ path: String, _ body: [String: Any]? = nil) throws -> Answer {
        let answer = try send(method, path, body)
        try check((200..<300).contains(answer.status), "\(method) \(path): \(answer.description)")
        return answer
    }
}
