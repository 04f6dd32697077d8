// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import SampleShop

/// What the demo says.
enum DemoText {
    /// Where all listens, and what to try; each line works as it is printed.
    static func welcome(_ daemon: Daemon, _ shop: SampleShop) -> String {
        let queries = "http://\(daemon.queryAddress)/v1"
        let orders = shop.address(of: .orders)
        let services = ShopService.allCases.map { "  \(padded($0.rawValue))http://\(shop.address(of: $0))\n" }
        let order = #"{"customer_id": 7, "items": [{"sku": "sku-1", "quantity": 2, "price": "9.99"}]}"#
        return """
            A shop of four services makes orders; each service has its own store and publishes its changes to a Kafka
            inside this process. projectord folds them into a read model and answers queries about it.

              queries   \(queries)
              admin     http://\(daemon.adminAddress)/readyz
            \(services.joined())
            Try, in another terminal:

              curl '\(queries)/shop/orders-by-customer?customer=7&_limit=5'
              curl '\(queries)/shop/order-page?order=O-1'
              curl '\(queries)/shop/sales'
              curl -i '\(queries)/shop/order?order=O-1'
              curl -H 'Content-Type: application/json' -d '\(order)' http://\(orders)/orders
              curl '\(queries)/shop/orders-by-customer?customer=7&status=placed&_limit=1'
              projectord status --admin \(daemon.adminAddress)

            Ctrl-C stops it all.


            """
    }

    /// Why no more orders come.
    static func paused(_ place: String) -> String {
        """
        No more orders are made: the in-process Kafka keeps about 5 MB a partition, \(place) is near that, and the
        log must keep its start. All that is there can still be queried; a real Kafka has no such limit.

        """
    }

    private static func padded(_ name: String) -> String {
        name + String(repeating: " ", count: max(1, 10 - name.count))
    }
}
