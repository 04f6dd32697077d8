// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Projector
import Testing

/// Queries over views, and views that failed.
@Suite("Views")
struct ViewTests {
    private static let file = """
        projection: shop
        sources: {orders: {topic: orders}, notes: {topic: notes}}
        tables:
          orders: {from: orders, key: {id: integer}, columns: {customer: text, total: decimal(2)}}
          notes: {from: notes, key: {id: text}, columns: {body: text}}
        views:
          page:
            sql: SELECT o.id, o.total, n.body AS note FROM orders o LEFT JOIN notes n ON n.id = o.customer
            index: [id]
          totals: {sql: "SELECT customer, count(*) AS orders, sum(total) AS total FROM orders GROUP BY customer"}
        queries:
          page: {sql: SELECT * FROM page WHERE id = :id, params: {id: {type: integer, required: true}}}
          totals:
            sql: SELECT * FROM totals WHERE customer = :customer
            params: {customer: {type: text, required: true}}
        """

    @Test("R20, R35: views answer with their columns' types; a failed one is 503 with its cause, all else goes on")
    func failed() throws {
        let daemon = try Daemon(file: Self.file)
        _ = try daemon.write("notes", key: "c", "{\"body\":\"hello\"}")
        let order = try daemon.write("orders", key: "1", "{\"customer\":\"c\",\"total\":\"12.50\"}")
        try daemon.waitUntilLive()
        let note = try daemon.write("notes", key: "c", "{\"body\":\"bye\"}")
        let page = try #require(daemon.client.ask("/v1/shop/page?id=1&_after=\(note),\(order)&_wait=20s"))
        #expect(page.text.hasPrefix(#"{"rows":[{"id":1,"total":"12.50","note":"bye"}]"#), "\(page.text)")
        #expect(page.header("Projectord-Position") == "notes/0@1, orders/0@0")
        let totals = try #require(daemon.client.ask("/v1/shop/totals?customer=c"))
        #expect(totals.text.hasPrefix(#"{"rows":[{"customer":"c","orders":1,"total":"12.50"}]"#), "\(totals.text)")
        #expect(daemon.admin.ask("/admin/v1/shop/verify")?.status == 200)

        let sample = try #require(daemon.admin.ask("/admin/v1/shop/verify?sample=10&seed=7"))
        #expect(
            sample.text.contains(#""seed":7,"views":[{"name":"page","keys":1,"rows":1,"missing":0"#), "\(sample.text)")
        for wrong in ["sample=0", "sample=x", "sample=100001", "seed=1", "sample=1&seed=-1", "keys=1"] {
            #expect(daemon.admin.ask("/admin/v1/shop/verify?\(wrong)")?.status == 400, "\(wrong)")
        }

        let large = "{\"customer\":\"c\",\"total\":\"92233720368547758.07\"}"
        let last = try daemon.write("orders", key: "2", large)
        try daemon.wait("the failure") { daemon.projector.runners[0].status.live?.views[1].failure != nil }
        let refused = try #require(daemon.client.ask("/v1/shop/totals?customer=c"))
        #expect(refused.status == 503 && refused.text("type") == "/problems/view-failed", "\(refused.text)")
        #expect(refused.text("view") == "totals" && refused.text("detail")?.contains("overflow") == true)
        let other = try #require(daemon.client.ask("/v1/shop/page?id=2&_after=\(last)&_wait=20s"))
        #expect(other.status == 200 && other.text.contains("92233720368547758.07"), "\(other.text)")
        let status = try #require(daemon.admin.ask("/admin/v1/shop"))
        let live = try #require(status.object["live"] as? [String: Any])
        let views = try #require(live["views"] as? [[String: Any]])
        #expect(views.map { $0["state"] as? String } == ["kept", "failed"])
        let metrics = try #require(daemon.admin.ask("/metrics")).text
        #expect(metrics.contains("projectord_view_failed{projection=\"shop\",view=\"totals\"} 1"))
        #expect(metrics.contains("projectord_view_failed{projection=\"shop\",view=\"page\"} 0"))
        let verified = try #require(daemon.admin.ask("/admin/v1/shop/verify"))
        #expect(verified.text.contains(#""name":"page","rows":2,"missing":0,"extra":0"#), "\(verified.text)")
        #expect(verified.text.contains(#""name":"totals","failure":"#))
    }
}
