// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import Testing

extension OnRealKafka {
    /// Debezium and a PostgreSQL, both real: the replica is the source's table, whatever happens on the way.
    @Suite(
        "Change data capture",
        .enabled(
            if: SharedPart.areThere(.postgres, .connect, for: "change data capture"),
            "there is no PostgreSQL or no Connect with Debezium beside this project"))
    struct CaptureTests {
        private static let partitions = 3
        private static let changes = 20_000
        /// How often the worker is killed.
        private static let kills = 4
        private static let changesPerKill = 800

        @Test("R18: a table of all types is replicated value by value and type by type", arguments: CaptureMode.all)
        func allTypes(_ mode: CaptureMode) throws {
            let types = AllTypes(mode: mode)
            try run { capture, home in
                try capture.createTopic(AllTypes.table, partitions: Self.partitions)
                try capture.database.run(types.creation + types.rows(from: 1))
                try capture.start(AllTypes.table, mode.connector)
                try capture.waitUntilSent()
                try capture.database.run(
                    """
                    \(types.rows(from: 10_001));
                    UPDATE things SET si = si / 2, num = NULL, tx = NULL, vc = 'changed' WHERE id % 3 = 0;
                    UPDATE things SET id = id + 100000 WHERE id % 7 = 0;
                    DELETE FROM things WHERE id % 5 = 0;
                    """)
                try home.write(AllTypes.table, types.projection(capture.topic(AllTypes.table)))
                let daemon = try home.start()
                try capture.waitUntilSent()
                try daemon.waitUntilDone(capture.topics.lastOffsets(), projection: AllTypes.table, seconds: 60)
                let found = try Cells(AllTypes.table, types.columns, home, projection: AllTypes.table)
                let wanted = try Cells(of: AllTypes.table, types.columns, capture.database)
                try check(wanted.rows.count > 400, "the source has \(wanted.rows.count) rows")
                try found.expectEqual(wanted, types.columns, AllTypes.table)
                try daemon.stop()
            }
        }

        @Test("R18: snapshot, inserts, updates, deletes and changed keys are followed one by one")
        func changesOneByOne() throws {
            try run { capture, home in
                let daemon = try start(capture, home, partitions: Self.partitions) {
                    "INSERT INTO items SELECT i, 'name ' || i, i, now(), '{}', NULL FROM generate_series(1, 50) i;"
                }
                try Items.expectEqual(capture, daemon, home, "after the snapshot")
                let steps = [
                    "INSERT INTO items VALUES (100, 'new', -0.01, '2024-02-29 00:00+00', '[1]', true);",
                    "UPDATE items SET name = NULL, flag = false, amount = amount * 2;",
                    "DELETE FROM items WHERE id <= 10;",
                    "INSERT INTO items SELECT i, 'again', NULL, NULL, NULL, NULL FROM generate_series(1, 5) i;",
                    "UPDATE items SET id = id + 1000, name = 'moved' WHERE id BETWEEN 20 AND 30;",
                    "BEGIN; UPDATE items SET id = -1 WHERE id = 40; UPDATE items SET id = 40 WHERE id = -1; COMMIT;",
                    "BEGIN; DELETE FROM items WHERE id = 41; INSERT INTO items(id) VALUES (41); COMMIT;",
                    "BEGIN; INSERT INTO items(id) VALUES (3000); ROLLBACK;",
                ]
                for step in steps {
                    try capture.database.run(step)
                    try Items.expectEqual(capture, daemon, home, step)
                }
                try Items.expectNoneHeld(capture, home)
                try daemon.stop()
            }
        }

        @Test("R18: 20,000 random changes over three partitions leave the source's rows")
        func randomChanges() throws {
            let seed = SeededGenerator.seedOfRun("capture")
            var changes = ItemChanges(seed: seed)
            try run { capture, home in
                let daemon = try start(capture, home, partitions: Self.partitions)
                for _ in 0..<10 { try capture.database.run(changes.next(Self.changes / 10)) }
                try Items.expectEqual(capture, daemon, home, "after \(Self.changes) changes")
                try Items.expectNoneHeld(capture, home)
                let count = try capture.recordCount(Items.table, partitions: Self.partitions)
                try check(count == changes.records, "\(count) records of changes that make \(changes.records)")
                try daemon.stop()
            }
        }

        @Test("R18: a truncated table is empty, on a topic of one partition")
        func truncate() throws {
            try run { capture, home in
                let daemon = try start(capture, home, partitions: 1, ["skipped.operations": "none"]) {
                    "INSERT INTO items(id, name) SELECT i, 'name' FROM generate_series(1, 100) i;"
                }
                try Items.expectEqual(capture, daemon, home, "after the snapshot")
                try capture.database.run("UPDATE items SET name = 'changed' WHERE id < 50; TRUNCATE items;")
                try Items.expectEqual(capture, daemon, home, "after the truncate")
                try capture.database.run(
                    """
                    INSERT INTO items(id, name) SELECT i, 'after' FROM generate_series(50, 60) i;
                    BEGIN; INSERT INTO items(id) VALUES (1); TRUNCATE items; INSERT INTO items(id) VALUES (2); COMMIT;
                    """)
                try Items.expectEqual(capture, daemon, home, "after a truncate amid changes")
                try Items.expectNoneHeld(capture, home)
                try daemon.stop()
            }
        }

        @Test("R18: a truncate on several partitions stops the projection, for it has no place among their records")
        func truncateOnPartitions() throws {
            try run { capture, home in
                let daemon = try start(capture, home, partitions: Self.partitions, ["skipped.operations": "none"]) {
                    "INSERT INTO items(id, name) SELECT i, 'name' FROM generate_series(1, 100) i;"
                }
                try Items.expectEqual(capture, daemon, home, "after the snapshot")
                try capture.database.run("TRUNCATE items;")
                try daemon.waitForState("truncate-unordered", of: Items.table, seconds: 60)
                let stopped = try daemon.admin.get("/admin/v1/items").object["stopped"] as? [String: Any]
                let place = stopped?["place"] as? String ?? ""
                let skipped = try daemon.command("held", "items", "--skip", place, "--reason", "the rows are kept")
                try check(skipped.status == 0, skipped.output)
                try capture.database.run("INSERT INTO items(id, name) SELECT i, 'new' FROM generate_series(1, 100) i;")
                try Items.expectEqual(capture, daemon, home, "after the truncate was skipped")
                try daemon.stop()
            }
        }

        @Test("R18: a worker killed four times sends changes again, and the replica is the source's table")
        func killedWorker() throws {
            let seed = SeededGenerator.seedOfRun("killed-worker")
            var changes = ItemChanges(seed: seed)
            try run { capture, home in
                let daemon = try start(capture, home, partitions: Self.partitions)
                // A worker that has noted no place yet begins with a snapshot, which tells of no delete.
                try capture.waitUntilSent()
                for _ in 1...Self.kills {
                    try capture.database.run(changes.next(Self.changesPerKill))
                    try killWhenSending(capture)
                    try capture.database.run(changes.next(Self.changesPerKill / 4))
                    try capture.worker.start()
                    try capture.waitUntilSent()
                }
                try Items.expectEqual(capture, daemon, home, "after \(Self.kills) kills")
                try Items.expectNoneHeld(capture, home)
                let count = try capture.recordCount(Items.table, partitions: Self.partitions)
                print("  \(count - changes.records) records of \(changes.records) were sent again")
                try check(count > changes.records, "no kill made the worker repeat itself")
                try daemon.stop()
            }
        }

        @Test("R18: large values that a change leaves stay; with the full identity a changed key has them all")
        func largeValuesFull() throws {
            try run { capture, home in
                let daemon = try startPages(capture, home, identity: "FULL")
                let found = try Cells(Pages.table, Pages.columns, home, projection: Pages.table)
                let wanted = try Cells(of: Pages.table, Pages.columns, capture.database)
                try found.expectEqual(wanted, Pages.columns, "pages")
                try check(Pages.held(capture, home).isEmpty, "keys are held")
                try daemon.stop()
            }
        }

        @Test("R18: with the default identity exactly the changed keys of large rows are held, never guessed")
        func largeValuesDefault() throws {
            try run { capture, home in
                let daemon = try startPages(capture, home, identity: "DEFAULT")
                let held = try Pages.held(capture, home)
                try check(held == Pages.unavailable, "held: \(held.sorted())")
                let found = try Cells(Pages.table, Pages.columns, home, projection: Pages.table)
                let others = Pages.unavailable.map(String.init).joined(separator: ", ")
                let wanted = try Cells(
                    of: Pages.table, Pages.columns, capture.database, where: "id NOT IN (\(others))")
                try found.expectEqual(wanted, Pages.columns, "pages")
                try daemon.stop()
            }
        }

        @Test("R14: rows of an outbox are in the read model exactly once, though a killed worker sends them again")
        func outbox() throws {
            try run { capture, home in
                try capture.topics.create("order.events", partitions: Outbox.partitions)
                try capture.database.run(Outbox.creation + Outbox.orders(1..<50))
                try capture.start(Outbox.table, Outbox.settings(capture.topics))
                try home.write(Outbox.projection, Outbox.projection(capture.topics["order.events"]))
                let daemon = try home.start()
                for kill in 1...Self.kills {
                    try capture.database.run(Outbox.orders((kill * 100)..<(kill * 100 + 80)))
                    try killWhenSending(capture)
                    try capture.worker.start()
                    try capture.waitUntilSent()
                }
                let repeats = try Outbox.checkSent(capture)
                print("  \(repeats) events were sent again")
                try check(repeats > 0, "no kill made the worker repeat itself")
                try daemon.waitUntilDone(capture.topics.lastOffsets(), projection: Outbox.projection, seconds: 60)
                let found = try Cells(Outbox.projection, Outbox.columns, home, projection: Outbox.projection)
                let wanted = try Cells(of: Outbox.select, Outbox.columns, capture.database)
                try found.expectEqual(wanted, Outbox.columns, "orders")
                try daemon.stop()
            }
        }

        /// Runs a test's body with a database and a connector of its own.
        private func run(_ body: (Capture, DaemonHome) throws -> Void) throws {
            let bootstrap = try RealKafka.bootstrap()
            let topics = Topics(try RealKafka.settings())
            defer { topics.delete() }
            try DaemonHome.with(bootstrap: bootstrap) { home in
                try body(Capture(topics), home)
            }
        }

        /// Starts the capture of items that has these rows before, and a daemon that replicates them.
        private func start(
            _ capture: Capture, _ home: DaemonHome, partitions: Int, _ settings: [String: String] = [:],
            rows: () -> String = { "" }
        ) throws -> Daemon {
            try capture.createTopic(Items.table, partitions: partitions)
            try capture.database.run(Items.creation + rows())
            try capture.start(Items.table, settings)
            try home.write(Items.table, Items.projection(capture.topic(Items.table)))
            return try home.start()
        }

        /// Lets pages be captured and changed; returns when the daemon has all of it.
        private func startPages(_ capture: Capture, _ home: DaemonHome, identity: String) throws -> Daemon {
            try capture.createTopic(Pages.table, partitions: Pages.partitions)
            try capture.database.run(Pages.creation(identity: identity))
            try capture.start(Pages.table)
            try capture.waitUntilSent()
            try capture.database.run(Pages.changes)
            try home.write(Pages.table, Pages.projection(capture.topic(Pages.table)))
            let daemon = try home.start()
            try capture.waitUntilSent()
            try Pages.waitUntilDone(capture, home)
            return daemon
        }

        /// Kills the worker when it has sent some of what it did not yet note as sent.
        private func killWhenSending(_ capture: Capture) throws {
            func sent() throws -> Int64 { try capture.topics.lastOffsets().reduce(0) { $0 + $1.offset + 1 } }
            let before = try sent()
            try wait(for: "the worker sends", seconds: 60) { try sent() > before }
            capture.worker.kill()
        }
    }
}
