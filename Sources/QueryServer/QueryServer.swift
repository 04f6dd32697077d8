// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import HTTPServer
public import Projector
internal import Synchronization

/// The HTTP side of a daemon: declared queries on one address, health, metrics and status on another.
public final class QueryServer: Sendable {
    private let queries: HTTPServer
    private let admin: HTTPServer
    private let services: Services

    private final class Address: Sendable {
        let text = Mutex("")
    }

    private let address = Address()
    private let listen: ListenAddress

    /// Makes the servers; they do not listen yet.
    ///
    /// - Parameters:
    ///   - projector: the projections, whether started or not.
    ///   - listen: where queries are answered; port 0 takes any.
    ///   - admin: where health, metrics and status are, for operators alone.
    ///   - version: the daemon's version, as shown in metrics and status.
    ///   - log: takes what an operator should know, on any thread.
    /// - Throws: `cannot-start` if the system gives no descriptors.
    public init(
        projector: Projector, listen: ListenAddress, admin: ListenAddress, version: String, log: @escaping LogSink
    ) throws(HTTPServerError) {
        self.listen = listen
        let registry = MetricsRegistry()
        let services = Services(metrics: registry, log: log)
        self.services = services
        let served = projector.runners.map { ServedProjection($0, registry: registry) }
        let routes = PublicRoutes(
            projections: Dictionary(served.map { ($0.name, $0) }) { first, _ in first },
            pasts: ServedPasts(registry: registry), services: services)
        let address = address
        let adminRoutes = AdminRoutes(
            projector: projector, services: services, version: version,
            queryAddress: { address.text.withLock { $0 } }, listener: admin)
        let problem: HTTPServer.Problem = { fault in
            Problem(ProblemKind(httpStatus: fault.status), fault.detail).response()
        }
        let note: @Sendable (String) -> Void = { log(LogLine(.debug, "http", [("reason", $0)])) }
        queries = try HTTPServer(
            address: listen, log: note, problem: problem,
            handler: { request throws(RequestFault) in try routes.reply(request) })
        self.admin = try HTTPServer(
            address: admin, threads: 2, log: note, problem: problem,
            handler: { request throws(RequestFault) in try adminRoutes.reply(request) })
    }

    /// Starts to answer on both addresses.
    ///
    /// - Throws: `address-in-use` and the like, with what to do; then neither listens.
    public func start() throws(HTTPServerError) {
        try queries.start()
        address.text.withLock { $0 = "http://\(ListenAddress(host: listen.host, port: queries.port))" }
        do {
            try admin.start()
        } catch {
            queries.stop(graceMs: 0)
            throw error
        }
    }

    /// The port that queries are answered on; 0 unless it runs.
    public var queryPort: UInt16 { queries.port }

    /// The port of health, metrics and status; 0 unless it runs.
    public var adminPort: UInt16 { admin.port }

    /// The requests that wait for the log, or for a thread.
    public var waitingCount: Int { services.waitingCount }

    /// Stops: whoever waits for the log is answered 503 at once, what is being computed may end, then all is closed.
    ///
    /// To be called before the projector is stopped. Returns when all threads of the servers have ended.
    ///
    /// - Parameter graceMs: how long requests under way may go on.
    public func stop(graceMs: Int) {
        services.beginStopping()
        queries.stop(graceMs: graceMs)
        admin.stop(graceMs: graceMs)
        services.stop()
    }
}
