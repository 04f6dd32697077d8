// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Foundation
import KafkaClient
import Projector
import ReadModel
import Testing

/// Queries of a definition whose read model is being built.
@Suite("New queries")
struct NewQueryTests {
    @Test("R26: a query that only the next generation has answers 503 until then, the old ones answer all the while")
    func newQuery() throws {
        let table = "tables:\n  sizes: {from: notes, key: {id: text}, columns: {size: integer}}\n"
        let query =
            "queries:\n"
            + "  size: {sql: \"SELECT size FROM sizes WHERE id = :id\", params: {id: {type: text, required: true}}}\n"
        let changed = Daemon.file.replacing("tables:\n", with: table).replacing("queries:\n", with: query)
        let daemon = try Daemon(file: changed, isStarted: false)
        let old = try #require(ProjectionReader.read(files: [("shop.yaml", Daemon.file)]).projections.first)
        try GenerationFile(path: daemon.folder + "/shop.g1.sqlite", number: 1).create(for: old)
        var pointer = GenerationPointer()
        (pointer.live, pointer.next) = (1, 2)
        try pointer.write(to: daemon.folder + "/shop.generation")
        daemon.cluster.failTopic("notes", with: 3)
        daemon.projector.start()
        let answer = try #require(daemon.client.ask("/v1/shop/size?id=n"))
        #expect(answer.status == 503, "\(answer.text)")
        #expect(answer.text("type") == "/problems/first-build")
        #expect(answer.text("query") == "size")
        #expect(answer.header("Retry-After") == "1")
        #expect(daemon.client.ask("/v1/shop/note?id=n")?.status == 200)
        #expect(daemon.client.ask("/v1/shop/none")?.status == 404)
        // What is listed is what is answered.
        let listed = try #require(daemon.client.ask("/v1")?.text)
        #expect(listed.contains("/v1/shop/note\"") && !listed.contains("/v1/shop/size\""))
        daemon.cluster.failTopic("notes", with: 0)
        try daemon.wait("the switch") { daemon.client.ask("/v1/shop/size?id=n")?.status == 200 }
        #expect(daemon.client.ask("/v1")?.text.contains("/v1/shop/size\"") == true)
    }
}
