// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import KafkaClient
import Testing

extension OnRealKafka {
    @Suite("A Kafka that asks who one is", .enabled(if: SharedPart.areThere(.broker, for: "refused access")))
    struct AccessTests {
        @Test("K18: a refused password and refused rights are states with hints, and what is granted goes on by itself")
        func refusedAndGranted() throws {
            let broker = try GuardedBroker(.init(password: "other", mayRead: true))
            let notes = try Notes(Topics(try KafkaSettings(bootstrap: broker.openBootstrap)))
            try DaemonHome.with(bootstrap: broker.bootstrap) { home in
                try home.write("notes", notes.projectionText)
                try home.folder.write("projectord.yaml", GuardedBroker.settings(password: "secret"))
                try notes.send(1, "before")
                let daemon = try home.start()
                try expect("not-authenticated", "sasl.", of: daemon)
                try broker.restart(.init(password: "secret", mayRead: false))
                try expect("not-authorized", notes.topic, of: daemon)
                try broker.restart(.init(password: "secret", mayRead: true))
                try daemon.waitUntilDone([notes.send(2, "granted")], projection: "notes", seconds: 60)
                try daemon.waitForState("running", of: "notes", seconds: 20)
                try broker.restart(.init(password: "secret", mayRead: false))
                try notes.send(3, "unseen")
                try expect("not-authorized", notes.topic, of: daemon)
                try check(notes.text(2, in: daemon) == "granted", "queries are not answered")
                try daemon.stop()
            }
        }

        /// Waits until a state is shown, and looks for what it must tell.
        private func expect(_ state: String, _ told: String, of daemon: Daemon) throws {
            try daemon.waitForState(state, of: "notes", seconds: 60)
            let status = try daemon.admin.get("/admin/v1/notes")
            try check(status.body.contains(told) && status.body.contains("hint"), status.description)
            let ready = try daemon.admin.get("/readyz?verbose")
            try check(ready.body.contains(state), ready.description)
        }
    }
}
