// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Dispatch
import Foundation
import KafkaClient
import Projector
import ReadModel
import SQLite
import Synchronization
import Testing
import Views

/// A cluster, a data folder, and the projections of a daemon that can be stopped and started again.
final class Station {
    let cluster: MockCluster
    let settings: KafkaSettings
    let producer: Producer
    let lines = LogKeeper()
    private let parent: TemporaryFolder
    private(set) var projector: Projector?
    private var folder: DataFolder?

    init(topics: [String: Int] = ["orders": 1]) throws {
        cluster = try MockCluster()
        for (topic, partitions) in topics { try cluster.createTopic(topic, partitions: partitions) }
        // The mock lets a fetch wait its whole time, though records come meanwhile: 500 ms by default.
        settings = try KafkaSettings(bootstrap: cluster.bootstrap, properties: ["fetch.wait.max.ms": "20"])
        producer = try Producer(settings: settings, log: { _ in })
        parent = try TemporaryFolder()
    }

    deinit {
        _ = projector?.stop(deadline: .now() + 10)
        producer.close(deadlineMs: 3_000)
    }

    var path: String { parent.path + "/data" }

    /// Starts the projections of these files.
    func start(_ texts: String...) throws { try start(in: nil, texts) }

    /// Starts them on a folder that is open already.
    func start(in folder: DataFolder, _ texts: String...) throws { try start(in: folder, texts) }

    private func start(in opened: DataFolder?, _ texts: [String]) throws {
        let result = ProjectionReader.read(
            files: texts.enumerated().map { ("p\($0.offset).yaml", $0.element) }, views: ViewCompiler())
        #expect(result.diagnostics == [])
        let folder = try opened ?? DataFolder(path: path)
        let options = PipelineOptions(kafka: settings, log: { [lines] in lines.take($0) })
        let projector = Projector(result.projections, folder: folder, options: options)
        self.folder = folder
        self.projector = projector
        projector.start()
    }

    /// A station whose projection `clicks` has read that many of them, and was stopped.
    static func afterClicks(_ count: Int) throws -> Station {
        let station = try Station()
        try station.sendClicks(count)
        try station.start(Definitions.clicks())
        try station.waitUntilDone([Int64(count)])
        station.stop()
        return station
    }

    /// Stops them and lets the folder go.
    func stop() {
        #expect(projector?.stop(deadline: .now() + 30) == true)
        projector = nil
        folder = nil
    }

    func runner(_ name: String = "shop") throws -> ProjectionRunner {
        try #require(projector?.runner(name))
    }

    func send(_ key: String?, _ value: String?, topic: String = "orders", partition: Int32 = 0) throws {
        try producer.send(
            topic: topic, partition: partition, key: key.map { Array($0.utf8) }, value: value.map { Array($0.utf8) })
    }

    /// Sends clicks for keys in turn, and waits until the brokers have them.
    func sendClicks(_ count: Int, partition: Int32 = 0, topic: String = "orders") throws {
        for number in 0..<count {
            try send("k\(partition)-\(number % 10)", #"{"n":1}"#, topic: topic, partition: partition)
        }
        try producer.flush(timeoutMs: 20_000)
    }

    /// Waits until the projection answers from a generation of that number, or any.
    func waitUntilLive(_ number: Int? = nil, _ name: String = "shop") throws {
        let runner = try runner(name)
        eventually("\(name) is live") { runner.live.map { number == nil || $0.file.number == number } ?? false }
    }

    /// Waits until all that is in the log is done.
    func waitUntilDone(_ ends: [Int64], _ name: String = "shop") throws {
        let runner = try runner(name)
        eventually("\(name) is at \(ends)") {
            runner.live != nil && runner.board?.partitions.map(\.done) == ends
        }
    }

    /// The cause for which the projection has stopped, waited for.
    func stopCause(_ name: String = "shop") throws -> StopCause {
        let runner = try runner(name)
        eventually("\(name) stops") { runner.stopCause != nil }
        return try #require(runner.stopCause)
    }

    /// The integer that a query of the generation's file gives.
    func number(_ sql: String, generation: Int = 1, _ name: String = "shop") throws -> Int64? {
        try Connection(path: "\(path)/\(name).g\(generation).sqlite", mode: .readOnly).integer(sql)
    }

    /// The rows of a query of the generation's file, as texts of one column.
    func texts(_ sql: String, generation: Int = 1, _ name: String = "shop") throws -> [String] {
        let connection = try Connection(path: "\(path)/\(name).g\(generation).sqlite", mode: .readOnly)
        let statement = try connection.prepare(sql)
        var texts: [String] = []
        while try statement.step() { texts.append(statement.text(0)) }
        return texts
    }

    /// Changes a generation's file while nothing runs.
    func execute(_ sql: String, generation: Int = 1, _ name: String = "shop") throws {
        try Connection(path: "\(path)/\(name).g\(generation).sqlite", mode: .readWrite).execute(sql)
    }

    func pointer(_ name: String = "shop") throws -> GenerationPointer {
        try GenerationPointer(path: "\(path)/\(name).generation")
    }

    var files: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? [] }
}

/// Keeps log lines.
final class LogKeeper: Sendable {
    private let lines = Mutex<[LogLine]>([])

    func take(_ line: LogLine) { lines.withLock { $0.append(line) } }

    var messages: [String] { lines.withLock { $0.map(\.message) } }
}

/// Projection files.
enum Definitions {
    /// Counts clicks by key.
    static func clicks(_ name: String = "shop", topic: String = "orders", step: Int = 1, query: String = "n") -> String
    {
        """
        projection: \(name)
        sources: {orders: {topic: \(topic)}}
        tables:
          clicks:
            key: {id: text}
            columns: {n: integer}
            on: {orders: {"*": {set: {n: "n + \(step) * integer($.n)"}}}}
        queries:
          click: {sql: "SELECT id, \(query) FROM clicks WHERE id = :id", params: {id: {type: text, required: true}}}
        """
    }

    /// Takes only numbers.
    static let replica = """
        projection: shop
        sources: {orders: {topic: orders}}
        tables:
          orders: {from: orders, key: {id: text}, columns: {n: integer}}
        """
}
