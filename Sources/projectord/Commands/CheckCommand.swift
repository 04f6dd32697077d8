// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Foundation
internal import Projector
internal import ReadModel
internal import Views

/// `projectord check`: all faults of projection files.
enum CheckCommand {
    static let explain = Flag(
        name: "explain", value: "VIEW", summary: "show what keeps a view: its statements and SQLite's plans of them")

    static let plan = Flag(name: "plan", summary: "only tell what the daemon would do about each read model")

    static let subcommand = Subcommand(
        name: "check", arguments: "[FILE...]", argumentCount: 0...10_000,
        summary: "print all faults of projection files, and what their changes ask for",
        details: [
            "FILE is a projection file or a folder of them; without one the projections setting is checked.",
            "It needs no Kafka and no data folder. It exits 65 if there are faults.",
            "Where the data folder has read models, it tells what the daemon would do about them: nothing, a copy with",
            "new indexes or views, or a build from the log; and with --bootstrap what that build would read, for which",
            "the brokers are asked for 2 s at most.",
        ],
        settings: [.projections, .data, .bootstrap], flags: [.json, explain, plan],
        examples: [
            "projectord check", "projectord check projections/shop.yaml --json",
            "projectord check projections/shop.yaml --explain order_page",
            "projectord check projections/shop.yaml --plan --data /var/lib/projectord --bootstrap kafka:9092",
        ], run: run)

    @Sendable
    static func run(_ call: Invocation) throws(CommandError) -> ExitCode {
        let settings = try call.settings()
        let named = call.arguments.words
        let files = ProjectionFiles(paths: named.isEmpty ? [settings.text(.projections)] : named)
        let (projections, faults) = files.projections(views: ViewCompiler())
        if call.arguments.has(plan), faults.isEmpty {
            let outlooks = try outlooks(of: projections, settings)
            Console.output(
                call.arguments.has(.json) ? PlanReport.json(outlooks) : outlooks.map(PlanReport.text).joined())
        } else if call.arguments.has(.json) {
            Console.output(DiagnosticPrinter.json(faults))
        } else if faults.isEmpty, let view = call.arguments.value(explain.name) {
            Console.output(try explanation(of: view, projections))
        } else if faults.isEmpty {
            let outlooks = try outlooks(of: projections, settings)
            Console.output(summary(of: projections) + outlooks.map(PlanReport.text).joined())
        } else {
            Console.error(files.printer.text(faults) + count(faults) + "\n")
        }
        return faults.isEmpty ? .success : .projection
    }

    /// What a daemon would do with the data folder, if there is one; a read model that cannot be looked at is told.
    private static func outlooks(
        of projections: [Projection], _ settings: Settings
    ) throws(CommandError) -> [RebuildOutlook] {
        let data = settings.text(.data)
        guard FileManager.default.fileExists(atPath: data) else { return [] }
        let kafka = settings.values[.bootstrap] == nil ? nil : try settings.kafka()
        var outlooks: [RebuildOutlook] = []
        for projection in projections {
            do throws(ReadModelError) {
                outlooks.append(try RebuildOutlook(of: projection, data: data, kafka: kafka))
            } catch {
                Console.error("\(projection.name): its read model cannot be looked at: \(error.message)\n")
            }
        }
        return outlooks
    }

    /// What keeps a view, of whatever projection has it.
    private static func explanation(of name: String, _ projections: [Projection]) throws(CommandError) -> String {
        let views = projections.flatMap { projection in projection.views.map { (projection, $0) } }
        let found = views.filter { $0.1.name == name }
        guard !found.isEmpty else {
            let known = views.map(\.1.name).joined(separator: ", ")
            throw CommandError(
                .usage, "there is no view \(name)", hint: known.isEmpty ? "no projection has views" : "it has \(known)")
        }
        var text = ""
        for (projection, view) in found {
            let program: ViewProgram
            do throws(DiagnosticList) { program = try ViewProgram(projection) } catch {
                throw CommandError(.projection, error.all.first?.message ?? "the view cannot be compiled")
            }
            let (read, anew) = (SelectPrinter().text(view.select), ViewCheck(program).select(of: view))
            text += "view \(name) of \(projection.name)\n\n\(read)\n\n"
            if anew != read { text += "completed, as it is verified:\n\n\(anew)\n\n" }
            text += program.explanation(of: name)
        }
        return text
    }

    /// `2 faults in 1 file`.
    static func count(_ faults: [Diagnostic]) -> String {
        let files = Set(faults.map(\.place.file)).count
        return "\(number(faults.count, "fault")) in \(number(files, "file"))"
    }

    private static func summary(of projections: [Projection]) -> String {
        let tables = projections.reduce(0) { $0 + $1.tables.count }
        let views = projections.reduce(0) { $0 + $1.views.count }
        let queries = projections.reduce(0) { $0 + $1.queries.count }
        let names = projections.map(\.name).sorted().joined(separator: ", ")
        return "ok: \(number(projections.count, "projection")) (\(names)), \(number(tables, "table")), "
            + (views == 0 ? "" : "\(number(views, "view")), ")
            + "\(queries) \(queries == 1 ? "query" : "queries")\n"
    }

    private static func number(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
