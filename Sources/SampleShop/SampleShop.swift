// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import HTTPServer
public import KafkaClient

/// Four services that each own a store and publish its changes: something to project.
///
/// All of it is driven by a folder and the brokers' address. Each service only ever touches its own store, in
/// `<folder>/shop/<service>/`; one process at a time may use a folder. All methods may be called from any thread.
public final class SampleShop: Sendable {
    /// The customers' service.
    public let customers: Customers
    /// The orders' service.
    public let orders: Orders
    /// The payments' service.
    public let payments: Payments
    /// The stock's service.
    public let stock: Stock

    private let host: String
    private let services: [Service]

    /// Opens the stores; nothing runs yet.
    ///
    /// - Parameters:
    ///   - folder: the data folder; made if it is not there.
    ///   - partitions: of each topic that is not there yet. On the mock cluster, make the topics first.
    ///   - positions: `store` on the mock cluster, else `brokers`.
    ///   - host: where the services listen, each on a port of the system's choice.
    ///   - log: takes the relays' changes of state, one line each, on their threads.
    /// - Throws: `store`, `listen`.
    public init(
        folder: String, kafka: KafkaSettings, partitions: Int = 4, positions: RelayPositions = .brokers,
        host: String = "127.0.0.1", log: @escaping @Sendable (String) -> Void = { _ in }
    ) throws(ShopError) {
        func store(_ service: ShopService, _ schema: [String]) throws(ShopError) -> Store {
            try Store(folder: "\(folder)/shop/\(service.rawValue)", schema: schema)
        }
        func service(
            _ name: ShopService, _ store: Store, _ answer: @escaping Service.Answer
        ) throws(ShopError) -> Service {
            try Service(
                name, store: store, listen: ListenAddress(host: host, port: 0),
                makeRelay: {
                    Relay(name, store: store, kafka: kafka, partitions: partitions, positions: positions, log: log)
                },
                answer: answer)
        }
        let customers = Customers(store: try store(.customers, Customers.schema))
        let orders = Orders(store: try store(.orders, Orders.schema))
        let payments = Payments(store: try store(.payments, Payments.schema))
        let stock = Stock(store: try store(.stock, Stock.schema))
        self.customers = customers
        self.orders = orders
        self.payments = payments
        self.stock = stock
        self.host = host
        services = [
            try service(.customers, customers.store) { call throws(ShopError) in try customers.answer(call) },
            try service(.orders, orders.store) { call throws(ShopError) in try orders.answer(call) },
            try service(.payments, payments.store) { call throws(ShopError) in try payments.answer(call) },
            try service(.stock, stock.store) { call throws(ShopError) in try stock.answer(call) },
        ]
    }

    deinit {
        stop(deadlineMs: 0)
    }

    /// Starts the relays and listens; once in a shop's life.
    ///
    /// Brokers that are away are tried again and again; see `relayState`.
    ///
    /// - Throws: `listen`.
    public func start() throws(ShopError) {
        for service in services {
            try service.listen()
            service.startRelay()
        }
    }

    /// Stops listening, and the relays after the transactions under way.
    ///
    /// What is not published yet is published after the next start.
    ///
    /// - Returns: false if the deadline was not enough; the relays were then killed.
    @discardableResult
    public func stop(deadlineMs: Int) -> Bool {
        let end = ContinuousClock.now + .milliseconds(deadlineMs)
        var isTidy = true
        for service in services {
            let leftMs = max(0, Int((end - ContinuousClock.now) / .milliseconds(1)))
            if !service.stop(graceMs: min(leftMs, 500), deadlineMs: leftMs) { isTidy = false }
        }
        return isTidy
    }

    /// Where a service listens, as `host:port`; port 0 unless it runs.
    public func address(of service: ShopService) -> String {
        ListenAddress(host: host, port: self[service].port).description
    }

    /// How a service's relay is doing.
    public func relayState(of service: ShopService) -> RelayState {
        self[service].currentRelay?.state ?? .stopped
    }

    /// Starts a service's relay again after it was killed or has failed; nothing if it is at work.
    public func startRelay(of service: ShopService) {
        self[service].startRelay()
    }

    /// Ends a service's relay wherever it is, as a crash would: its open transaction is neither committed nor aborted.
    public func killRelay(of service: ShopService) {
        self[service].currentRelay?.kill()
    }

    /// Waits until all that is in the outboxes now is published; false if the deadline came first.
    ///
    /// - Throws: `store`.
    public func waitUntilPublished(deadlineMs: Int) throws(ShopError) -> Bool {
        let end = ContinuousClock.now + .milliseconds(deadlineMs)
        for service in services where try !service.waitUntilPublished(until: end) { return false }
        return true
    }

    /// How many changes a service has put into its outbox so far.
    ///
    /// - Throws: `store`.
    public func outboxCount(of service: ShopService) throws(ShopError) -> Int64 {
        try self[service].store.lastOutboxID()
    }

    private subscript(_ name: ShopService) -> Service {
        guard let service = services.first(where: { $0.name == name }) else {
            preconditionFailure("each service is made in init")
        }
        return service
    }
}
