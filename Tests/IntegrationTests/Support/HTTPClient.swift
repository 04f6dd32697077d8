// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import FoundationNetworking
import Synchronization

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
    func get(_ path: String) throws -> Answer {
        guard let url = URL(string: "http://\(address)\(path)") else { throw TestFailure("no URL: \(path)") }
        let outcome = Mutex<Result<Answer, TestFailure>?>(nil)
        let arrived = DispatchSemaphore(value: 0)
        let request = URLRequest(url: url, cachePolicy: .reloadIgnoringLocalCacheData, timeoutInterval: Self.timeoutS)
        let task = URLSession.shared.dataTask(with: request) { data, response, error in
            let answer = Answer(response as? HTTPURLResponse, data)
            outcome.withLock {
                $0 = answer.map { .success($0) } ?? .failure(TestFailure("\(url): \(error.map { "\($0)" } ?? "")"))
            }
            arrived.signal()
        }
        task.resume()
        arrived.wait()
        guard let outcome = outcome.withLock({ $0 }) else { throw TestFailure("\(url): no answer") }
        return try outcome.get()
    }
}

extension HTTPClient.Answer {
    fileprivate init?(_ response: HTTPURLResponse?, _ data: Data?) {
        guard let response else { return nil }
        var headers: [String: String] = [:]
        for (name, value) in response.allHeaderFields {
            headers["\(name)".lowercased()] = "\(value)"
        }
        self.init(
            status: response.statusCode, headers: headers, body: String(decoding: data ?? Data(), as: UTF8.self))
    }
}
