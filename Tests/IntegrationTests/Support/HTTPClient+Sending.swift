// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import FoundationNetworking
import Synchronization

extension HTTPClient {
    /// Sends a request with a JSON body, if there is one, and waits for the answer.
    func send(_ method: String, _ path: String, _ body: [String: Any]? = nil) throws -> Answer {
        guard let url = URL(string: "http://\(address)\(path)") else { throw TestFailure("no URL: \(path)") }
        var request = URLRequest(url: url, timeoutInterval: Self.timeoutS)
        request.httpMethod = method
        if let body {
            request.httpBody = try JSONSerialization.data(withJSONObject: body)
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        }
        let outcome = Mutex<Result<Answer, TestFailure>>(.failure(TestFailure("\(method) \(url): no answer")))
        let arrived = DispatchSemaphore(value: 0)
        let task = URLSession.shared.dataTask(with: request) { data, response, error in
            if let status = (response as? HTTPURLResponse)?.statusCode {
                let text = String(decoding: data ?? Data(), as: UTF8.self)
                outcome.withLock { $0 = .success(Answer(status: status, headers: [:], body: text)) }
            } else if let error {
                outcome.withLock { $0 = .failure(TestFailure("\(method) \(url): \(error)")) }
            }
            arrived.signal()
        }
        task.resume()
        arrived.wait()
        return try outcome.withLock { $0 }.get()
    }

    /// Sends a request that must succeed.
    @discardableResult
    func demand(_ method: String, _ path: String, _ body: [String: Any]? = nil) throws -> Answer {
        let answer = try send(method, path, body)
        try check((200..<300).contains(answer.status), "\(method) \(path): \(answer.description)")
        return answer
    }
}
