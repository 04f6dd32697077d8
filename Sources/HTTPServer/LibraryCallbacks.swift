// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import CMicrohttpd

// The library's calls, each handed to the object that its context names. Both contexts are retained by their owners
// until the library has made its last call: the core by `MHDServer` until the threads have ended, a connection from
// `opened` to `closed`.

func makeLibrarySettings(core: ServerCore, listener: Int32, threads: Int) -> cmhd_settings {
    let limits = core.limits
    return unsafe cmhd_settings(
        context: Unmanaged.passUnretained(core).toOpaque(), opened: connectionOpened, closed: connectionClosed,
        began: requestBegan, received: requestReceived, completed: requestCompleted, logged: messageLogged,
        listener: listener, threads: UInt32(threads), connections: UInt32(limits.connections),
        connections_per_address: UInt32(limits.connectionsPerAddress), connection_memory: connectionMemoryBytes)
}

/// The memory in which the library holds a head, its index of the fields and the answer's head.
///
/// Twice the largest head allowed, so that it is we who refuse a head that is too large. The library clears it for
/// each request: twice as much is about 0.3 us more.
private let connectionMemoryBytes = 32 * 1024

private func connection(_ socket: UnsafeMutableRawPointer?) -> Connection? {
    guard let socket = unsafe socket else { return nil }
    return unsafe Unmanaged<Connection>.fromOpaque(socket).takeUnretainedValue()
}

private func connectionOpened(_ context: UnsafeMutableRawPointer?, _ descriptor: Int32) -> UnsafeMutableRawPointer? {
    guard let context = unsafe context else { return nil }
    let core = unsafe Unmanaged<ServerCore>.fromOpaque(context).takeUnretainedValue()
    let connection = Connection(socket: descriptor, core: core)
    core.connections.add(connection)
    return unsafe Unmanaged.passRetained(connection).toOpaque()
}

private func connectionClosed(_ socket: UnsafeMutableRawPointer?) {
    guard let socket = unsafe socket else { return }
    unsafe Unmanaged<Connection>.fromOpaque(socket).takeRetainedValue().close()
}

private func requestBegan(_ socket: UnsafeMutableRawPointer?, _ uriLength: Int) {
    unsafe connection(socket)?.begin(uriLength: uriLength)
}

private func requestReceived(
    _ socket: UnsafeMutableRawPointer?, _ library: OpaquePointer?, _ method: UnsafePointer<CChar>?,
    _ path: UnsafePointer<CChar>?, _ version: UnsafePointer<CChar>?, _ piece: UnsafePointer<CChar>?,
    _ pieceLength: UnsafeMutablePointer<Int>?
) -> Int32 {
    guard let connection = unsafe connection(socket), let library = unsafe library, let method = unsafe method,
        let path = unsafe path, let version = unsafe version
    else { return 0 }
    let bytes = unsafe UnsafeRawBufferPointer(start: piece, count: pieceLength?.pointee ?? 0)
    let call = unsafe RequestCall(
        connection: library, method: method, path: path, version: version, piece: bytes)
    let goesOn = connection.receive(call)
    unsafe pieceLength?.pointee = 0
    return goesOn ? 1 : 0
}

private func requestCompleted(_ socket: UnsafeMutableRawPointer?) {
    unsafe connection(socket)?.complete()
}

private func messageLogged(_ context: UnsafeMutableRawPointer?, _ message: UnsafePointer<CChar>?) {
    guard let context = unsafe context, let message = unsafe message else { return }
    unsafe Unmanaged<ServerCore>.fromOpaque(context).takeUnretainedValue().log(String(cString: message))
}
