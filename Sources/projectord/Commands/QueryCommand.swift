// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation
internal import HTTPServer

/// `projectord query`: a declared query, asked of a running daemon.
enum QueryCommand {
    /// The longest that a daemon waits for a token, in seconds (R33).
    private static let waitMaxS = 30.0

    static let after = Flag(
        name: "after", value: "TOKEN", summary: "answer only when TOKEN is applied, such as orders.events/3@1042")
    static let wait = Flag(
        name: "wait", value: "TIME", summary: "how long to wait for that, such as 500ms or 5s (default: 5s)")

    static let subcommand = Subcommand(
        name: "query", arguments: "PROJECTION/QUERY [NAME=VALUE...]", argumentCount: 1...1_000,
        summary: "ask a declared query of a running daemon",
        details: [
            "On a terminal the rows are printed as a table; with --json, or into a pipe, as the JSON that the daemon",
            "answers. NAME=VALUE are the query's parameters and controls such as _limit=10; a list is a repeated name.",
        ],
        settings: [.admin], flags: [after, wait, .json],
        examples: [
            "projectord query shop/orders-by-customer customer=7 status=placed",
            "projectord query shop/order order=O-17 --after shop.orders/3@1042 --wait 2s",
        ], run: run)

    @Sendable
    static func run(_ call: Invocation) throws(CommandError) -> ExitCode {
        let target = try QueryTarget(call.arguments)
        let client = AdminClient(admin: try call.settings().address(.admin))
        let queries = try client.queryAddress()
        let answer = try client.get(queries + target.path, waitS: waitMaxS)
        guard answer.status == 200 else { throw error(ProblemReport.read(answer), target, catalogue(client, queries)) }
        if call.arguments.has(.json) || !Console.isTerminal {
            Console.output(String(decoding: answer.body, as: UTF8.self) + "\n")
        } else {
            Console.output(try table(answer, target, catalogue(client, queries)))
        }
        return .success
    }

    private static func catalogue(_ client: AdminClient, _ queries: String) -> CatalogueReport? {
        guard let answer = try? client.get(queries + "/v1", waitS: 0) else { return nil }
        return try? JSONDecoder().decode(CatalogueReport.self, from: answer.body)
    }

    private static func table(
        _ answer: AdminClient.Answer, _ target: QueryTarget, _ catalogue: CatalogueReport?
    ) throws(CommandError) -> String {
        guard let rows = try? JSONDecoder().decode(QueryAnswer.self, from: answer.body) else {
            throw CommandError(.bug, "the daemon's answer cannot be read", hint: "--json prints it as it is")
        }
        let columns = catalogue?.find(target.projection, target.query)?.columns.map(\.name)
        return rows.text(columns: columns ?? rows.rows.first?.keys.sorted() ?? [])
    }

    private static func error(
        _ problem: ProblemReport, _ target: QueryTarget, _ catalogue: CatalogueReport?
    ) -> CommandError {
        var hint = problem.hint
        if problem.exitCode == .usage, let catalogue {
            if let query = catalogue.find(target.projection, target.query) {
                let parameters = query.parameters.map { parameter in
                    let text = "\(parameter.name)=\(parameter.type.uppercased())"
                    return parameter.required ? text : "[\(text)]"
                }
                hint = (["projectord query \(target.projection)/\(target.query)"] + parameters)
                    .joined(separator: " ")
            } else {
                hint = "one of \(catalogue.names.joined(separator: ", "))"
            }
        }
        return CommandError(problem.exitCode, "\(problem.title): \(problem.detail)", hint: hint)
    }
}
