// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Testing

@testable import SampleShop

@Suite(.serialized) struct HTTPTests {
    private let folder: TestFolder
    private let shop: SampleShop

    init() throws {
        folder = try TestFolder()
        shop = try SampleShop(folder: folder.path, kafka: TestKafka().settings)
        try shop.start()
    }

    private func client(_ service: ShopService) -> ShopClient { ShopClient(address: shop.address(of: service)) }

    @Test("customers are added, replaced, read and deleted")
    func customers() throws {
        let client = client(.customers)
        let added = try client.ask("POST", "/customers", #"{"name": "Ada", "city": "Paris", "credit": "100.00"}"#)
        #expect(added.status == 201 && added.type == "application/json")
        #expect(added.body == #"{"city":"Paris","credit":"100.00","id":1,"name":"Ada"}"#)
        #expect(try client.ask("PUT", "/customers/1", #"{"name": "Ada", "city": "Lyon"}"#).status == 200)
        #expect(try client.ask("GET", "/customers/1").body.contains("Lyon"))
        #expect(try client.ask("DELETE", "/customers/1").status == 204)
        let gone = try client.ask("GET", "/customers/1")
        #expect(gone.status == 404 && gone.type == "application/problem+json")
        #expect(
            gone.body
                == #"{"detail":"there is no customer 1","status":404,"title":"not-found","type":"about:blank"}"#)
    }

    @Test("an order goes its way through the services")
    func order() throws {
        let orders = client(.orders)
        let body = #"{"customer_id": 1, "items": [{"sku": "a", "quantity": 2, "price": "1.50"}]}"#
        let placed = try orders.ask("POST", "/orders", body)
        #expect(placed.status == 201 && placed.body.contains(#""order_id":"O-1""#))
        #expect(placed.body.contains(#""total":"3.00""#))
        let item = #"{"sku": "b", "quantity": 1, "price": "0.05"}"#
        #expect(try orders.ask("POST", "/orders/O-1/items", item).body.contains(#""total":"3.05""#))
        let payments = client(.payments)
        #expect(try payments.ask("POST", "/payments", #"{"order_id": "O-1", "amount": "3.05"}"#).status == 201)
        #expect(try payments.ask("POST", "/payments", #"{"order_id": "O-1", "amount": "3.05"}"#).status == 409)
        #expect(try orders.ask("POST", "/orders/O-1/ship").body.contains(#""status":"shipped""#))
        #expect(try orders.ask("POST", "/orders/O-1/cancel").status == 409)
        #expect(try payments.ask("POST", "/payments/O-1/capture").status == 200)
        #expect(try payments.ask("POST", "/payments/O-1/refund").body.contains("refunded"))
        #expect(try orders.ask("DELETE", "/orders/O-1").status == 204)
        #expect(try orders.ask("GET", "/orders/O-1").status == 404)
        #expect(try payments.ask("GET", "/payments/O-1").status == 200)
    }

    @Test("stock is never sold twice")
    func stock() throws {
        let stock = client(.stock)
        #expect(try stock.ask("POST", "/stock/a/receive", #"{"quantity": 3}"#).status == 200)
        #expect(try stock.ask("POST", "/stock/a/reserve", #"{"quantity": 2}"#).status == 200)
        #expect(try stock.ask("POST", "/stock/a/reserve", #"{"quantity": 2}"#).status == 409)
        #expect(try stock.ask("POST", "/stock/a/release", #"{"quantity": 3}"#).status == 409)
        #expect(try stock.ask("GET", "/stock").body == #"[{"on_hand":1,"reserved":2,"sku":"a"}]"#)
    }

    private static let refusals: [(String, String, String?, Int, String)] = [
        ("POST", "/orders", "{", 400, "the body is not the JSON"),
        ("POST", "/orders", #"{"items": []}"#, 400, "customer_id is missing"),
        ("POST", "/orders", #"{"customer_id": 1, "items": []}"#, 400, "1 to 100 items"),
        (
            "POST", "/orders", #"{"customer_id": 1, "items": [{"sku": "a", "quantity": 1, "price": "1.234"}]}"#,
            400,
            "an amount is a string"
        ),
        (
            "POST", "/orders", #"{"customer_id": 1, "items": [{"sku": "a", "quantity": -1, "price": "1"}]}"#, 400,
            "quantity is 1 to"
        ),
        ("POST", "/orders/O-7/ship", nil, 404, "there is no order O-7"),
        ("POST", "/orders/7/ship", nil, 404, "there is no order 7"),
        ("GET", "/customers/1", nil, 404, "there is no GET /customers/1 here"),
        ("PATCH", "/orders/O-1", nil, 404, "there is no PATCH /orders/O-1 here"),
        ("GET", "/orders/a/b/c", nil, 404, "nothing here"),
    ]

    @Test("what is not as expected is refused as a problem, and says what is wrong")
    func refused() throws {
        let client = client(.orders)
        for (method, path, body, status, detail) in Self.refusals {
            let answer = try client.ask(method, path, body)
            #expect(answer.status == status && answer.type == "application/problem+json", "\(answer)")
            #expect(answer.body.contains(detail), "\(answer)")
        }
    }

    @Test("a body of another type is refused, so that no other site's page can post one")
    func otherType() throws {
        let answer = try client(.stock).ask("POST", "/stock/a/receive", #"{"quantity": 3}"#, type: "text/plain")
        #expect(answer.status == 415)
    }
}
