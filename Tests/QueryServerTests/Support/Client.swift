// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

/// A client that asks one request a connection and reads the whole answer.
struct Client: Sendable {
    struct Answer {
        var status: Int
        var head: String
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }

        func header(_ name: String) -> String? {
            for line in head.components(separatedBy: "\r\n").dropFirst() {
                guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == name.lowercased() else {
                    continue
                }
                return line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            }
            return nil
        }

        /// The body as a JSON object.
        var object: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]) ?? [:]
        }

        func text(_ member: String) -> String? { object[member] as? String }

        /// The rows of an answer.
        var rows: [[String: Any]] { object["rows"] as? [[String: Any]] ?? [] }
    }

    var port: UInt16

    /// Asks; nil if no whole answer came in time.
    func ask(_ target: String, _ headers: [String] = [], method: String = "GET", timeoutMs: Int = 20_000) -> Answer? {
        let lines = ["\(method) \(target) HTTP/1.1", "Host: localhost", "Connection: close"] + headers + ["", ""]
        return exchange(lines.joined(separator: "\r\n"), timeoutMs: timeoutMs)
    }

    /// Posts JSON.
    func post(_ target: String, _ body: String, _ headers: [String] = ["Content-Type: application/json"]) -> Answer? {
        let fields = ["Content-Length: \(body.utf8.count)"] + headers
        let lines = ["POST \(target) HTTP/1.1", "Host: localhost", "Connection: close"] + fields + ["", body]
        return exchange(lines.joined(separator: "\r\n"))
    }

    /// Sends the text as it is and reads until the server closes.
    func exchange(_ text: String, timeoutMs: Int = 20_000) -> Answer? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let status = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { return nil }
        let bytes = Array(text.utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let deadline = Date().addingTimeInterval(Double(timeoutMs) / 1_000)
        while true {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let leftMs = Int32(max(0, deadline.timeIntervalSinceNow * 1_000))
            guard unsafe poll(&waiting, 1, leftMs) > 0 else { return nil }
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
            if count <= 0 { break }
            received += buffer[..<count]
        }
        guard let end = received.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: received[..<end.lowerBound], as: UTF8.self)
        let code = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return Answer(status: code, head: head, body: Array(received[end.upperBound...]))
    }
}
