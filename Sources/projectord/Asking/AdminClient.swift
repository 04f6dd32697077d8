// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation
internal import FoundationNetworking
internal import HTTPServer
internal import Synchronization

/// Asks a running daemon over HTTP and waits for its answer.
struct AdminClient {
    /// An answer of the daemon.
    struct Answer: Sendable {
        var status: Int
        var body: Data
    }

    /// Beyond what the daemon itself may wait, in seconds.
    private static let timeoutS = 5.0

    /// The daemon's admin address.
    var admin: ListenAddress

    /// Asks the admin address for a path.
    func get(_ path: String) throws(CommandError) -> Answer {
        try get("http://\(admin)\(path)", waitS: 0)
    }

    /// Lets the admin address act; it may take `waitS` seconds.
    func post(_ path: String, json: String, waitS: Double) throws(CommandError) -> Answer {
        let address = "http://\(admin)\(path)"
        var request = try self.request(address, waitS: waitS)
        request.httpMethod = "POST"
        request.httpBody = Data(json.utf8)
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        return try answer(to: request, address)
    }

    /// Asks for a whole address, which may take `waitS` seconds of waiting in the daemon.
    func get(_ address: String, waitS: Double) throws(CommandError) -> Answer {
        try answer(to: request(address, waitS: waitS), address)
    }

    private func request(_ address: String, waitS: Double) throws(CommandError) -> URLRequest {
        guard let url = URL(string: address) else {
            throw CommandError(.settings, "\(address) is no address", hint: "--admin \(Setting.admin.example)")
        }
        return URLRequest(url: url, timeoutInterval: waitS + Self.timeoutS)
    }

    private func answer(to request: URLRequest, _ address: String) throws(CommandError) -> Answer {
        switch Self.ask(request) {
        case .success(let answer): return answer
        case .failure(let fault):
            throw CommandError(
                .unreachable, "no daemon answers at \(address): \(fault.reason)",
                hint: "projectord run starts one; --admin HOST:PORT says where it is")
        }
    }

    /// Where queries are answered, as the admin address tells it.
    func queryAddress() throws(CommandError) -> String {
        let told = try StatusReport.read(try get("/admin/v1").body).queryAddress
        // A daemon that listens on all addresses is asked at the one where its admin address was reached.
        let host = admin.host.contains(":") ? "[\(admin.host)]" : admin.host
        return told.replacing("//0.0.0.0:", with: "//\(host):").replacing("//[::]:", with: "//\(host):")
    }

    private struct Fault: Error {
        var reason: String
    }

    private final class Outcome: Sendable {
        let value = Mutex<Result<Answer, Fault>>(.failure(Fault(reason: "no answer")))
    }

    private static func ask(_ request: URLRequest) -> Result<Answer, Fault> {
        let held = Outcome()
        let isDone = DispatchSemaphore(value: 0)
        let configuration = URLSessionConfiguration.ephemeral
        // A proxy of the environment has no business between a user and the local daemon.
        configuration.connectionProxyDictionary = [:]
        let session = URLSession(configuration: configuration)
        session.dataTask(with: request) { data, response, error in
            held.value.withLock { outcome in
                if let response = response as? HTTPURLResponse {
                    outcome = .success(Answer(status: response.statusCode, body: data ?? Data()))
                } else if let error {
                    outcome = .failure(Fault(reason: error.localizedDescription))
                }
            }
            isDone.signal()
        }.resume()
        isDone.wait()
        session.invalidateAndCancel()
        return held.value.withLock(\.self)
    }
}
