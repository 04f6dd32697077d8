// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import FoundationNetworking
import Synchronization

/// Asks a service over HTTP and waits for the answer.
struct ShopClient {
    struct Answer {
        var status: Int
        var type: String?
        var body: String
    }

    let address: String

    func ask(
        _ method: String, _ path: String, _ body: String? = nil, type: String = "application/json"
    ) throws -> Answer {
        guard let url = URL(string: "http://\(address)\(path)") else { throw URLError(.badURL) }
        var request = URLRequest(url: url, timeoutInterval: 10)
        request.httpMethod = method
        request.httpBody = body.map { Data($0.utf8) }
        if body != nil { request.setValue(type, forHTTPHeaderField: "Content-Type") }
        let done = DispatchSemaphore(value: 0)
        let box = Box()
        URLSession.shared.dataTask(with: request) { data, response, _ in
            if let response = response as? HTTPURLResponse {
                let type = response.value(forHTTPHeaderField: "Content-Type")
                box.answer.withLock {
                    $0 = Answer(
                        status: response.statusCode, type: type, body: String(decoding: data ?? Data(), as: UTF8.self))
                }
            }
            done.signal()
        }.resume()
        done.wait()
        guard let answer = box.answer.withLock({ $0 }) else { throw URLError(.cannotConnectToHost) }
        return answer
    }

    private final class Box: Sendable {
        let answer = Mutex<Answer?>(nil)
    }
}
