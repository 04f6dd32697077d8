// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation
internal import HTTPClient
internal import HTTPServer

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

    /// Asks for a whole address, which may take `waitS` seconds of waiting in the daemon.
    func get(_ address: String, waitS: Double) throws(CommandError) -> Answer {
        try answer(to: HTTPRequest(address, timeoutS: waitS + Self.timeoutS))
    }

    /// Lets the admin address act; it may take `waitS` seconds.
    func post(_ path: String, json: String, waitS: Double) throws(CommandError) -> Answer {
        try answer(
            to: HTTPRequest(
                "http://\(admin)\(path)", method: "POST", headers: ["Content-Type": "application/json"],
                body: Array(json.utf8), timeoutS: waitS + Self.timeoutS))
    }

    private func answer(to request: HTTPRequest) throws(CommandError) -> Answer {
        guard let url = URL(string: request.address) else {
            throw CommandError(.settings, "\(request.address) is no address", hint: "--admin \(Setting.admin.example)")
        }
        var encoded = request
        encoded.address = url.absoluteString
        do {
            let answer = try encoded.send()
            return Answer(status: answer.status, body: Data(answer.body))
        } catch {
            throw CommandError(
                .unreachable, "no daemon answers at \(request.address): \(error.message)",
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
}
