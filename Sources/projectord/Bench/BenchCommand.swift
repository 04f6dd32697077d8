// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Foundation
internal import KafkaClient
internal import Projector
internal import ReadModel
internal import Views

/// `projectord bench`: the pipeline on this machine, step by step.
enum BenchCommand {
    private static let workload = Flag(
        name: "workload", value: "NAME",
        summary: "replica, fold, hot, lines, change, change-schema, held or page; default: the first three")
    private static let extra = Flag(
        name: "with", value: "NAME",
        summary: "what is done besides: id, history, version, each (of lines) or view (of page)")
    private static let events = Flag(
        name: "events", value: "N", summary: "the events of each topic (default: 1000000)")
    private static let first = Flag(
        name: "from", value: "N", summary: "load adds the events from this number on to the topic as it is")
    private static let data = Flag(
        name: "data", value: "DIR", summary: "the folder whose model pipeline carries on (default: a new one, removed)")
    private static let rate = Flag(name: "rate", value: "N", summary: "the events a second of `feed` (default: 1000)")
    private static let seconds = Flag(name: "seconds", value: "N", summary: "how long `feed` goes on (default: 10)")

    static let subcommand = Subcommand(
        name: "bench", arguments: "[STEP...]", argumentCount: 0...6,
        summary: "measure the pipeline on this machine",
        details: [
            "The steps are load, read, decode and pipeline; without one all four are run. `load` makes the topics",
            "bench.WORKLOAD anew, so let the brokers be your own: replica has each of its rows once, fold movements of",
            "100,000 accounts and hot of 100, lines orders of 4 lines, change and change-schema the rows as Debezium",
            "sends them, held 100,000 movements that cannot be applied, then good ones, and page a shop. `start` opens",
            "the model of --data until it reads the log, `feed` goes on adding events at a rate, and `projection`",
            "prints a workload's projection file; scripts/bench uses all of these.",
            "`views`, alone, needs no broker: it keeps views on a file, up to groups of --events rows.",
            "Each step prints one JSON object. Run a step alone to see its own memory and CPU time.",
        ],
        settings: [.bootstrap, .loadMemory], flags: [workload, extra, events, first, data, rate, seconds],
        examples: ["projectord bench --bootstrap 127.0.0.1:9092", "projectord bench pipeline --workload fold"],
        run: run)

    @Sendable
    static func run(_ call: Invocation) throws(CommandError) -> ExitCode {
        if call.arguments.words == ["views"] { return try views(call) }
        let settings = try call.settings()
        let kafka = try settings.kafka()
        let steps = call.arguments.words.isEmpty ? ["load", "read", "decode", "pipeline"] : call.arguments.words
        let workloads = try chosen(call.arguments.value(workload.name))
        let count = try number(call, events, default: 1_000_000)
        for step in steps {
            for workload in workloads {
                do {
                    try run(step, BenchData(kind: workload, events: count), kafka, call)
                } catch let error as CommandError {
                    throw error
                } catch let error as BenchFailure {
                    throw CommandError(.unreachable, error.message, hint: "projectord bench load makes the topics")
                } catch {
                    throw CommandError(.unreachable, "\(step) \(workload.rawValue): \(error)")
                }
            }
        }
        return .success
    }

    private static func views(_ call: Invocation) throws(CommandError) -> ExitCode {
        let most = try number(call, events, default: 1_000_000)
        do { try BenchViews.run(upTo: most) } catch { throw CommandError(.unreachable, "views: \(error)") }
        return .success
    }

    private static func run(_ step: String, _ data: BenchData, _ kafka: KafkaSettings, _ call: Invocation) throws {
        let topic = data.kind.topic
        switch step {
        case "load":
            try data.load(
                into: topic, settings: kafka, partitions: BenchData.partitions,
                from: try call.arguments.value(first.name).map { _ in try number(call, first, default: 0) })
        case "feed":
            try data.feed(
                settings: kafka, rate: try number(call, rate, default: 1_000),
                seconds: try number(call, seconds, default: 10))
        case "projection": Console.output(BenchProjection.text(data.kind, with: try extra(call)) + "\n")
        case "read": print(try BenchSteps.read(topic: topic, settings: kafka, plan: nil), data)
        case "decode":
            let plan = ModelWriter.plans(of: try projection(data, call))[0]
            print(try BenchSteps.read(topic: topic, settings: kafka, plan: plan), data)
        case "pipeline", "start":
            let kept = call.arguments.value(BenchCommand.data.name)
            let folder =
                kept ?? NSTemporaryDirectory() + "/projectord-bench-\(ProcessInfo.processInfo.processIdentifier)"
            defer { if kept == nil { try? FileManager.default.removeItem(atPath: folder) } }
            var options = PipelineOptions(kafka: kafka, log: { _ in })
            options.loadMemoryBytes = try call.settings().loadMemoryBytes
            let run = step == "start" ? BenchSteps.start : BenchSteps.pipeline
            print(try run(try projection(data, call), options, folder), data)
        default:
            throw CommandError(
                .usage, "unknown step \(step)",
                hint: "the steps are load, read, decode, pipeline, start, feed, projection, and views alone")
        }
    }

    private static func print(_ result: BenchResult, _ data: BenchData) {
        Console.output(result.json(workload: data.kind.rawValue) + "\n")
    }

    private static func extra(_ call: Invocation) throws(CommandError) -> BenchProjection.Extra? {
        guard let name = call.arguments.value(extra.name) else { return nil }
        guard let extra = BenchProjection.Extra(rawValue: name) else {
            throw CommandError(.usage, "unknown --with \(name)", hint: "id, history, version, each or view")
        }
        return extra
    }

    private static func projection(_ data: BenchData, _ call: Invocation) throws -> Projection {
        let text = BenchProjection.text(data.kind, with: try extra(call))
        let read = ProjectionReader.read(files: [(path: "bench.yaml", text: text)], views: ViewCompiler())
        guard let projection = read.projections.first else {
            throw BenchFailure(message: "\(read.diagnostics.map(\.message))")
        }
        return projection
    }

    private static func chosen(_ name: String?) throws(CommandError) -> [BenchKind] {
        guard let name else { return BenchKind.usual }
        guard let kind = BenchKind(rawValue: name) else {
            let names = BenchKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandError(.usage, "unknown workload \(name)", hint: "the workloads are \(names)")
        }
        return [kind]
    }

    private static func number(_ call: Invocation, _ flag: Flag, default value: Int) throws(CommandError) -> Int {
        guard let text = call.arguments.value(flag.name) else { return value }
        guard let number = Int(text), number > 0 else {
            throw CommandError(.usage, "--\(flag.name) takes a whole number above 0, found \(text)")
        }
        return number
    }
}
