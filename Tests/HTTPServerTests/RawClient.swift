// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

/// A client that sends bytes as they are and reads answers off the same socket.
final class RawClient {
    struct Answer {
        let status: Int
        let head: String
        let body: String

        func header(_ name: String) -> String? {
            for line in head.components(separatedBy: "\r\n").dropFirst() {
                guard let colon = line.firstIndex(of: ":") else { continue }
                if line[..<colon].lowercased() == name.lowercased() {
                    return line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
                }
            }
            return nil
        }
    }

    enum End: Equatable { case open, closed, reset }

    private var descriptor: Int32
    private var received: [UInt8] = []
    private(set) var end = End.open

    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let status = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }

    deinit { close() }

    func close() {
        if descriptor >= 0 { Foundation.close(descriptor) }
        descriptor = -1
    }

    /// Closes with a reset instead of an orderly end.
    func reset() {
        var lingering = linger(l_onoff: 1, l_linger: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &lingering, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    func halfClose() { shutdown(descriptor, Int32(SHUT_WR)) }

    func send(_ text: String) { send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes.withUnsafeBytes {
                unsafe Foundation.send(
                    descriptor, $0.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    /// Sends a request of this method without a body and reads its answer.
    func ask(_ method: String, _ target: String, headers: String = "") -> Answer? {
        send("\(method) \(target) HTTP/1.1\r\nHost: x\r\n\(headers)\r\n")
        return answer(hasBody: method != "HEAD")
    }

    /// Reads one answer; nil if the connection ends or the time is up before it is whole.
    func answer(hasBody: Bool = true, timeoutMs: Int = 5_000) -> Answer? {
        let deadline = Date().addingTimeInterval(Double(timeoutMs) / 1_000)
        while true {
            if let answer = takeAnswer(hasBody: hasBody) { return answer }
            guard read(until: deadline) else { return nil }
        }
    }

    /// Waits until the server closes; false if it does not in time.
    func waitForEnd(timeoutMs: Int = 5_000) -> Bool {
        let deadline = Date().addingTimeInterval(Double(timeoutMs) / 1_000)
        while end == .open, Date() < deadline { _ = read(until: deadline) }
        return end != .open
    }

    /// Everything read so far and not taken as an answer.
    var rest: String { String(decoding: received, as: UTF8.self) }

    private func takeAnswer(hasBody: Bool) -> Answer? {
        let separator: [UInt8] = [13, 10, 13, 10]
        guard let headEnd = received.firstRange(of: separator) else { return nil }
        let head = String(decoding: received[..<headEnd.lowerBound], as: UTF8.self)
        let status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        var answer = Answer(status: status, head: head, body: "")
        let length = hasBody && status != 100 ? Int(answer.header("Content-Length") ?? "0") ?? 0 : 0
        let bodyEnd = headEnd.upperBound + length
        guard received.count >= bodyEnd else { return nil }
        answer = Answer(
            status: status, head: head, body: String(decoding: received[headEnd.upperBound..<bodyEnd], as: UTF8.self))
        received.removeSubrange(..<bodyEnd)
        return answer
    }

    private func read(until deadline: Date) -> Bool {
        let leftMs = Int32(max(0, deadline.timeIntervalSinceNow * 1_000))
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard end == .open, unsafe poll(&waiting, 1, leftMs) > 0 else { return false }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let capacity = buffer.count
        let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, capacity, 0) }
        if count > 0 {
            received.append(contentsOf: buffer[..<count])
            return true
        }
        end = count == 0 ? .closed : .reset
        return false
    }
}
