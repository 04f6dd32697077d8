// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Foundation
internal import ReadModel
internal import SQLite
internal import Views

/// `projectord bench views`: what keeping a view costs an event, on a file as the daemon writes it.
///
/// It needs no broker: rows are put into a generation's tables, the view is built, and single columns are changed.
struct BenchViews {
    private let connection: Connection
    private let keeper: ViewKeeper
    private let program: ViewProgram
    private let projection: Projection
    private let rows: Int

    /// The rows of a group, and the orders of the joined tables.
    private static let sizes = [10_000, 100_000, 1_000_000]
    /// The events of a transaction, and how many of these are made; the median is told.
    private static let batches = [(size: 1, count: 301), (size: 10_000, count: 5)]

    /// Measures all shapes, with as many rows as `events` allows.
    static func run(upTo events: Int) throws {
        for rows in sizes where rows <= events {
            for shape in BenchViewShape.groups + [BenchViewShape.rows] { try run(shape, rows) }
        }
    }

    private static func run(_ shape: BenchViewShape, _ rows: Int) throws {
        let folder = NSTemporaryDirectory() + "/projectord-bench-views-\(ProcessInfo.processInfo.processIdentifier)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let bench = try BenchViews(shape, rows, path: folder + "/bench.db")
        for change in shape.changes {
            // A single row is no batch.
            for batch in batches where batch.size == 1 || change.count(rows) > 1 {
                try bench.measure(change, size: batch.size, count: batch.count)
            }
        }
        let difference = try ViewCheck(bench.program).compare("kept", on: bench.connection)
        guard difference.isNone else { throw BenchFailure(message: "the view is not its SELECT: \(difference)") }
    }

    private init(_ shape: BenchViewShape, _ rows: Int, path: String) throws {
        let read = ProjectionReader.read(files: [(path: "bench.yaml", text: shape.projection)], views: ViewCompiler())
        guard let projection = read.projections.first else {
            throw BenchFailure(message: "\(read.diagnostics.map(\.message))")
        }
        self.projection = projection
        self.rows = rows
        try GenerationFile(path: path, number: 1).create(for: projection)
        connection = try Connection(path: path, mode: .readWrite)
        try WriterSettings.apply(to: connection)
        program = try ViewProgram(projection)
        for statement in shape.load(rows) { try connection.execute("BEGIN; \(statement); COMMIT") }
        keeper = try ViewKeeper(program, on: connection)
        try connection.execute("BEGIN")
        try keeper.build()
        try connection.execute("COMMIT")
        _ = try connection.checkpoint(.truncate)
    }

    /// The statements that take a change: what the row was and becomes, and its update.
    private func statements(_ change: BenchViewShape.Change) throws -> (capture: [Statement], update: [Statement]) {
        let table = change.table
        let columns = projection.tables.filter { $0.name == table }
            .flatMap { $0.key.map(\.name) + $0.columns.map(\.name) }
        let delta = "temp.\"\(program.deltaTable(of: table))\""
        let key = change.key.enumerated().map { "\($0.element) = ?\($0.offset + 2)" }.joined(separator: " AND ")
        let image = columns.map { $0 == change.column ? "?1" : $0 }.joined(separator: ", ")
        let old = columns.joined(separator: ", ")
        let capture = [
            "INSERT INTO \(delta) SELECT -1, \(old) FROM \(table) WHERE ?1 IS NOT NULL AND \(key)",
            "INSERT INTO \(delta) SELECT 1, \(image) FROM \(table) WHERE \(key)",
        ]
        return (
            try capture.map { try connection.prepare($0) },
            [try connection.prepare("UPDATE \(table) SET \(change.column) = ?1 WHERE \(key)")]
        )
    }

    private func run(_ statements: [Statement], _ events: [(key: [Int], value: Int)]) throws {
        for event in events {
            for statement in statements {
                statement.bind(1, Int64(event.value))
                for (place, part) in event.key.enumerated() { statement.bind(Int32(place + 2), Int64(part)) }
                try statement.run()
            }
        }
    }

    private func measure(_ change: BenchViewShape.Change, size: Int, count: Int) throws {
        let (capture, update) = try statements(change)
        let all = change.count(rows)
        let size = min(size, all)
        var views: [Double] = []
        var wholes: [Double] = []
        var made = 0
        var cpu = 0
        // What a busy machine does not change: clock() is the process's own CPU time, in microseconds.
        func keep(_ body: () throws -> Void) rethrows {
            let used = clock()
            try body()
            cpu += clock() - used
        }
        for batch in 0..<count {
            // Keys from all over the table, each once, written in their order as the fold does.
            let numbers = (0..<size).map { ((batch * size + $0) * 7_919 + batch) % all }
            let events = Set(numbers).sorted().map { number -> (key: [Int], value: Int) in
                made += 1
                return (change.keyOf(number), change.value(made))
            }
            let before = keeper.counts[0].nanoseconds
            let start = ContinuousClock.now
            try connection.execute("BEGIN IMMEDIATE")
            try run(capture, events)
            try keep { try keeper.willWrite(change.table) }
            try run(update, events)
            try keep {
                try keeper.didWrite(change.table)
                try keeper.finish()
            }
            try connection.execute("COMMIT")
            let spent = (ContinuousClock.now - start).components
            views.append(Double(keeper.counts[0].nanoseconds - before) / 1e3 / Double(events.count))
            wholes.append((Double(spent.seconds) * 1e6 + Double(spent.attoseconds) / 1e12) / Double(events.count))
            if batch % 100 == 0 || size > 1 { _ = try connection.checkpoint(.passive) }
        }
        let figures = [Double(cpu) / Double(made), Self.median(views), Self.median(wholes)].map(BenchResult.text)
        Console.output(
            """
            {"step":"views","what":"\(change.name)","rows":\(rows),"batch":\(size),\
            "view_cpu_us":\(figures[0]),"view_us":\(figures[1]),"whole_us":\(figures[2])}

            """)
    }

    private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
