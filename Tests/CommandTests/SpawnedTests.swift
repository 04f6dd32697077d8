// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Testing

/// The built binary, as a user and a service manager meet it.
@Suite("The binary")
struct SpawnedTests {
    private static let faulty = """
        projection: shop
        sources:
          orders: {topic: orders, format: jsn}
        tables:
          orders:
            from: ordrs
            key: {id: integer}
            columns: {total: decimal(2)}
        """
    private static let sound = faulty.replacing("jsn", with: "json").replacing("ordrs", with: "orders")
    /// Nothing listens on port 1.
    private static let quiet = [
        "--bootstrap", "127.0.0.1:1", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0",
    ]

    private func run(_ arguments: [String], in folder: TemporaryFolder) throws -> (status: Int32?, process: Spawned) {
        let process = try Spawned(arguments, in: folder)
        return (process.status(), process)
    }

    private func adminAddress(_ process: Spawned) throws -> String {
        let line = try #require(process.errors.line(with: " listening "), "\(process.errors.all)")
        return try #require(line.split(separator: " ").first { $0.hasPrefix("admin=") }.map { String($0.dropFirst(6)) })
    }

    private static let exits: [(call: String, code: Int32)] = [
        ("help", 0), ("--version", 0), ("run --help", 0), ("help query", 0), ("", 64), ("rnu", 64), ("run --frob", 64),
        ("rebuild", 64), ("rebuild a/b", 64), ("rebuild shop --admin 127.0.0.1:1", 69), ("check none.yaml", 65),
        ("status --admin 127.0.0.1:1", 69), ("rebuild shop --label a", 64), ("rebuild shop --until x --cancel", 64),
        ("rollback shop --admin 127.0.0.1:1", 69), ("remove shop", 64), ("remove shop@a/b", 64),
        ("query a/b --admin 127.0.0.1:1", 69), ("settings --config none.yaml", 78), ("query a", 64),
        ("demo --rate 0", 64), ("held shop --admin 127.0.0.1:1", 69), ("held", 64), ("held shop --skip t/0@1", 64),
        ("held shop --show x", 64), ("held shop key", 64), ("held shop --retry --show t/0@1", 64),
    ]

    @Test("an exit code tells whose fault it is", arguments: exits)
    func exitCodes(call: String, code: Int32) throws {
        let arguments = call.split(separator: " ").map(String.init)
        let folder = try TemporaryFolder()
        let (status, process) = try run(arguments, in: folder)
        #expect(status == code, "\(process.errors.all)")
        if code != 0, code != 65, !arguments.isEmpty {
            #expect(process.errors.line(with: "error: ") != nil)
            #expect(process.errors.line(with: "try: ") != nil)
        }
    }

    @Test("what is not built yet says so, and a slip is answered by a guess")
    func hints() throws {
        let folder = try TemporaryFolder()
        #expect(
            try run(["backup"], in: folder).process.errors.line(with: "error: backup is not built yet") != nil)
        #expect(try run(["chekc"], in: folder).process.errors.line(with: "try: projectord check") != nil)
    }

    @Test("R38: check and run print all faults of a file and exit 65", arguments: ["check", "run"])
    func faults(command: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("shop.yaml", Self.faulty)
        let arguments =
            command == "check" ? ["check", "shop.yaml"] : ["run", "--projections", "shop.yaml"] + Self.quiet
        let (status, process) = try run(arguments, in: folder)
        #expect(status == 65)
        #expect(process.errors.line(with: "shop.yaml:3:") != nil)
        #expect(process.errors.line(with: "shop.yaml:6:") != nil)
        #expect(process.errors.line(with: "2 faults in 1 file") != nil)
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/data"))
    }

    @Test("check is content with a sound file, and gives faults as JSON")
    func check() throws {
        let folder = try TemporaryFolder()
        try folder.write("shop.yaml", Self.sound)
        let (status, process) = try run(["check", "shop.yaml"], in: folder)
        #expect(status == 0)
        #expect(process.output.line(with: "ok: 1 projection (shop), 1 table, 0 queries") != nil)
        try folder.write("shop.yaml", Self.faulty)
        let (faulty, second) = try run(["check", "--json", "shop.yaml"], in: folder)
        #expect(faulty == 65)
        #expect(second.output.line(with: "]") != nil)
        let list = try JSONSerialization.jsonObject(with: Data(second.output.all.utf8)) as? [[String: Any]]
        #expect(list?.count == 2)
    }

    @Test("R26: check tells what a daemon would do about the read models of a data folder, if there is one")
    func plan() throws {
        let folder = try TemporaryFolder()
        try folder.write("shop.yaml", Self.sound)
        let (status, process) = try run(["check", "shop.yaml", "--plan"], in: folder)
        #expect(status == 0 && process.output.all == "", "\(process.output.all)")
        try FileManager.default.createDirectory(atPath: folder.path + "/data", withIntermediateDirectories: false)
        let (planned, second) = try run(["check", "shop.yaml"], in: folder)
        #expect(planned == 0)
        #expect(second.output.line(with: "shop: no generation is live; plan: first-build") != nil)
        let (_, third) = try run(["check", "shop.yaml", "--plan", "--json"], in: folder)
        #expect(third.output.line(with: "]") != nil)
        let list = try JSONSerialization.jsonObject(with: Data(third.output.all.utf8)) as? [[String: Any]]
        #expect(list?.first?["plan"] as? String == "first-build")
        try folder.write("data/shop.generation", "nonsense")
        let (damaged, last) = try run(["check", "shop.yaml"], in: folder)
        #expect(damaged == 0)
        #expect(last.errors.line(with: "shop: its read model cannot be looked at: ") != nil)
    }

    @Test("check --explain shows the statements that keep a view and their plans; an unknown view is told")
    func explain() throws {
        let folder = try TemporaryFolder()
        let view = "\nviews: {firsts: {sql: \"SELECT id, total FROM orders WHERE total > 1\"}}\n"
        try folder.write("shop.yaml", Self.sound + view)
        let (status, process) = try run(["check", "shop.yaml", "--explain", "firsts"], in: folder)
        #expect(status == 0, "\(process.errors.all)")
        for part in ["view firsts of shop", "node firsts, reads orders", "before orders is written", "SEARCH orders"] {
            #expect(process.output.line(with: part) != nil, "\(part): \(process.output.all)")
        }
        let (unknown, second) = try run(["check", "shop.yaml", "--explain", "first"], in: folder)
        #expect(unknown == 64)
        #expect(second.errors.line(with: "try: it has firsts") != nil, "\(second.errors.all)")
    }

    @Test("without a broker the daemon stays up and says what it waits for; SIGTERM ends it with 0 within 5 s")
    func noBroker() throws {
        let folder = try TemporaryFolder()
        try folder.write("shop.yaml", Self.sound)
        let daemon = try Spawned(["run", "--projections", "shop.yaml"] + Self.quiet, in: folder)
        let admin = try adminAddress(daemon)
        #expect(daemon.errors.line(with: " waiting ") != nil, "\(daemon.errors.all)")
        let (status, process) = try run(["status", "--admin", admin], in: folder)
        #expect(status == 0, "\(process.errors.all)")
        #expect(process.output.line(with: "shop: waiting: ") != nil, "\(process.output.all)")

        let (second, other) = try run(["run", "--projections", "shop.yaml"] + Self.quiet, in: folder)
        #expect(second == 74)
        #expect(other.errors.line(with: "error: another projectord has the data folder data") != nil)
        #expect(other.errors.line(with: "try: ") != nil)

        let (refused, rebuild) = try run(["rebuild", "shop", "--admin", admin], in: folder)
        #expect(refused == 1, "\(rebuild.errors.all)")
        #expect(rebuild.errors.line(with: "error: Already building: generation 1 is being built") != nil)

        let start = ContinuousClock.now
        daemon.send(SIGTERM)
        #expect(daemon.status(seconds: 5) == 0, "\(daemon.errors.all)")
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test("an address in use is told, with what to do")
    func addressInUse() throws {
        let folder = try TemporaryFolder()
        try folder.write("shop.yaml", Self.sound)
        let daemon = try Spawned(["run", "--projections", "shop.yaml"] + Self.quiet, in: folder)
        let admin = try adminAddress(daemon)
        let other = try TemporaryFolder()
        try other.write("shop.yaml", Self.sound)
        let (status, process) = try run(
            ["run", "--projections", "shop.yaml", "--bootstrap", "127.0.0.1:1", "--listen", admin], in: other)
        #expect(status == 78)
        #expect(process.errors.line(with: "another process listens there") != nil)
        daemon.send(SIGINT)
        #expect(daemon.status(seconds: 5) == 0)
    }

    @Test("a second signal ends the daemon at once")
    func secondSignal() throws {
        let folder = try TemporaryFolder()
        try folder.write("shop.yaml", Self.sound)
        let daemon = try Spawned(["run", "--projections", "shop.yaml"] + Self.quiet, in: folder)
        _ = try adminAddress(daemon)
        #expect(daemon.errors.line(with: " waiting ") != nil)
        daemon.send(SIGTERM)
        #expect(daemon.errors.line(with: " stopping") != nil)
        daemon.send(SIGTERM)
        let status = try #require(daemon.status(seconds: 5))
        // It may have been quick enough to stop by itself.
        #expect(status == 128 + SIGTERM || status == 0)
    }

    @Test("settings come from the file of the working folder, secrets hidden")
    func settings() throws {
        let folder = try TemporaryFolder()
        try folder.write("projectord.yaml", "bootstrap: kafka:9092\nkafka: {sasl.password: hunter2}\n")
        let (status, process) = try run(["settings"], in: folder)
        #expect(status == 0)
        #expect(process.output.line(with: "kafka:9092") != nil)
        #expect(process.output.line(with: "kafka.sasl.password  ********") != nil)
        #expect(!process.output.all.contains("hunter2"))
    }
}
