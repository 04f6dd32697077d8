// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

private import CMicrohttpd
private import Glibc

/// An epoll set and the event that wakes its one waiter.
final class EventQueue: Sendable {
    private let epoll: Int32
    private let wakeUp: Int32
    private static let wakeID: UInt64 = 0

    init() throws(HTTPServerError) {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        wakeUp = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard epoll >= 0, wakeUp >= 0 else {
            if epoll >= 0 { Glibc.close(epoll) }
            throw HTTPServerError(
                code: .cannotStart, message: "no descriptor for the HTTP server's events: \(SystemError.text(errno))",
                hint: "raise the limit of open files (ulimit -n)")
        }
        add(wakeUp, id: Self.wakeID, events: EPOLLIN.rawValue)
    }

    deinit {
        Glibc.close(epoll)
        Glibc.close(wakeUp)
    }

    /// Watches a descriptor; the number comes back with its events.
    func add(_ descriptor: Int32, id: UInt64, events: UInt32) {
        var event = unsafe epoll_event(events: events, data: epoll_data_t(u64: id))
        unsafe epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event)
    }

    /// Stops watching a descriptor; nothing happens if it was not watched.
    func remove(_ descriptor: Int32) {
        var event = unsafe epoll_event()
        unsafe epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, &event)
    }

    /// Makes the waiter return.
    func wake() {
        eventfd_write(wakeUp, 1)
    }

    /// Waits, and gives the numbers of descriptors with events; the wake-up has none.
    func wait(timeoutMs: Int) -> [UInt64] {
        unsafe withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: 64) { events in
            let count = unsafe epoll_wait(epoll, events.baseAddress, 64, Int32(timeoutMs))
            guard count > 0 else { return [] }
            return (0..<Int(count)).map { unsafe events[$0].data.u64 }.filter { $0 != Self.wakeID }
        }
    }
}
