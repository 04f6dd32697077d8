// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

private import Glibc

/// Makes the socket that a server listens on.
enum ListenSocket {
    /// Connections that may wait to be taken.
    private static let backlog: Int32 = 1_024

    /// Binds and listens; the caller closes the descriptor.
    static func open(_ address: ListenAddress) throws(HTTPServerError) -> Int32 {
        var hints = unsafe addrinfo()
        unsafe hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let status = unsafe getaddrinfo(address.host, String(address.port), &hints, &found)
        guard status == 0, let info = unsafe found else {
            throw HTTPServerError(
                code: .unknownHost,
                message: "cannot listen on \(address): \(unsafe String(cString: gai_strerror(status)))",
                hint: "name an address of this machine, such as 127.0.0.1:\(address.port)")
        }
        defer { unsafe freeaddrinfo(info) }
        return try unsafe bind(info.pointee, address)
    }

    private static func bind(_ info: addrinfo, _ address: ListenAddress) throws(HTTPServerError) -> Int32 {
        let flags = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let descriptor = unsafe socket(info.ai_family, flags, 0)
        guard descriptor >= 0 else { throw failure(errno, address) }
        var yes: Int32 = 1
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        guard unsafe Glibc.bind(descriptor, info.ai_addr, info.ai_addrlen) == 0, listen(descriptor, backlog) == 0
        else {
            let number = errno
            close(descriptor)
            throw failure(number, address)
        }
        return descriptor
    }

    private static func failure(_ number: Int32, _ address: ListenAddress) -> HTTPServerError {
        if number == EADDRINUSE {
            return HTTPServerError(
                code: .addressInUse, message: "cannot listen on \(address): another process listens there",
                hint: "stop it (ss -ltnp 'sport = :\(address.port)' names it), or choose another port")
        }
        return HTTPServerError(
            code: .cannotListen, message: "cannot listen on \(address): \(SystemError.text(number))",
            hint: "name an address of this machine and a port that this user may take (1024 or more)")
    }

    /// The port that a listening socket has.
    static func port(of descriptor: Int32) -> UInt16 {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return unsafe withUnsafeMutableBytes(of: &storage) { bytes in
            guard let base = bytes.baseAddress,
                unsafe getsockname(descriptor, base.assumingMemoryBound(to: sockaddr.self), &length) == 0
            else { return 0 }
            // The port stands at the same place for IPv4 and IPv6.
            return unsafe UInt16(bigEndian: bytes.load(fromByteOffset: 2, as: UInt16.self))
        }
    }
}
