// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Synchronization

/// A server that takes one connection, reads a request's head, and says what it was told to, HTTP or not.
final class RawServer: Sendable {
    /// What it does after its last word.
    enum Ending { case closes, resets, hangs }

    let port: UInt16
    private let listener: Int32
    private let held = Mutex<Int32>(-1)
    private let heard = Mutex("")
    private let ended = DispatchSemaphore(value: 0)

    /// The head that came, once the request has been answered.
    var head: String { heard.withLock(\.self) }

    var address: String { "http://127.0.0.1:\(port)/" }

    init(saying text: String, thenIt ending: Ending = .closes) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(listener, $0, size) == 0 ? getsockname(listener, $0, &size) : -1
            }
        }
        guard status == 0, listen(listener, 1) == 0 else { throw POSIXError(.EIO) }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [self] in
            serve(text, ending)
            ended.signal()
        }
    }

    /// Closes what hangs.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        ended.wait()
        close(listener)
        let connection = held.withLock(\.self)
        if connection >= 0 { close(connection) }
    }

    private func serve(_ text: String, _ ending: Ending) {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return }
        readHead(from: connection)
        var bytes = Array(text.utf8)
        while !bytes.isEmpty {
            let count = unsafe send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            guard count > 0 else { break }
            bytes.removeFirst(count)
        }
        switch ending {
        case .closes: close(connection)
        case .resets:
            var lingering = linger(l_onoff: 1, l_linger: 0)
            unsafe setsockopt(connection, SOL_SOCKET, SO_LINGER, &lingering, socklen_t(MemoryLayout<linger>.size))
            close(connection)
        case .hangs: held.withLock { $0 = connection }
        }
    }

    private func readHead(from connection: Int32) {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while bytes.firstRange(of: Array("\r\n\r\n".utf8)) == nil {
            let count = unsafe recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            bytes += buffer[..<count]
        }
        heard.withLock { $0 = String(decoding: bytes, as: UTF8.self) }
    }
}
