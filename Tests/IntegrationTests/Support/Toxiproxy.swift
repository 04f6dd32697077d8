// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

/// A proxy server of one test that harms the connections through it.
final class Toxiproxy {
    /// What it does to a connection.
    enum Toxic {
        /// Each piece of data comes late.
        case latency(ms: Int, jitterMs: Int = 0)
        /// No data comes through; after this time the connection is closed, never if it is 0.
        case timeout(ms: Int)
        /// The connection is reset after this time.
        case resetPeer(ms: Int = 0)
        /// Data comes in pieces of about this size, with a pause between them.
        case slicer(bytes: Int, delayUs: Int = 0)
        /// Data comes at this rate.
        case bandwidth(kilobytesPerSecond: Int)
    }

    /// The direction of the data that is harmed: what the server says, or what the client says.
    enum Direction: String {
        case fromServer = "downstream"
        case fromClient = "upstream"
    }

    private static let startS = 10.0

    private let process = Process()
    private let api: HTTPClient

    /// Starts one on a free port.
    init() throws {
        let port = FreePorts.first()
        api = HTTPClient(address: "127.0.0.1:\(port)")
        process.executableURL = URL(filePath: SharedPart.toxiproxy.path)
        process.arguments = ["-host", "127.0.0.1", "-port", String(port)]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.runUnblocked()
        try wait(for: "toxiproxy answers", seconds: Self.startS) {
            (try? api.send("GET", "/version"))?.status == 200
        }
    }

    deinit {
        guard process.isRunning else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Makes a way to an address.
    func createProxy(_ name: String, listen: Int, upstream: String) throws {
        try api.demand(
            "POST", "/proxies",
            ["name": name, "listen": "127.0.0.1:\(listen)", "upstream": upstream, "enabled": true])
    }

    /// Cuts all connections of a way and refuses new ones, or takes them again.
    func setEnabled(_ isEnabled: Bool, _ name: String) throws {
        try api.demand("POST", "/proxies/\(name)", ["enabled": isEnabled])
    }

    /// Harms a way under a name of the toxic's own; `share` of its connections.
    func add(
        _ toxic: Toxic, named toxicName: String, to name: String, _ direction: Direction = .fromServer,
        share: Double = 1
    ) throws {
        let (type, attributes) = Self.parts(toxic)
        try api.demand(
            "POST", "/proxies/\(name)/toxics",
            [
                "name": toxicName, "type": type, "stream": direction.rawValue, "toxicity": share,
                "attributes": attributes,
            ])
    }

    func remove(_ toxicName: String, from name: String) throws {
        try api.demand("DELETE", "/proxies/\(name)/toxics/\(toxicName)")
    }

    /// Ends all harm on all ways.
    func reset() throws { try api.demand("POST", "/reset") }

    private static func parts(_ toxic: Toxic) -> (type: String, attributes: [String: Int]) {
        switch toxic {
        case .latency(let ms, let jitterMs): ("latency", ["latency": ms, "jitter": jitterMs])
        case .timeout(let ms): ("timeout", ["timeout": ms])
        case .resetPeer(let ms): ("reset_peer", ["timeout": ms])
        case .slicer(let bytes, let delayUs):
            ("slicer", ["average_size": bytes, "size_variation": bytes / 2, "delay": delayUs])
        case .bandwidth(let rate): ("bandwidth", ["rate": rate])
        }
    }
}
