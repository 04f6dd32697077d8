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
        let target = try Target(call.arguments)
        let client = AdminClient(admin: try call.settings().address(.admin))
        let queries = try queryAddress(client)
        let answer = try client.get(queries + target.path, waitS: waitMaxS)
        guard answer.status == 200 else { throw error(ProblemReport.read(answer), target, catalogue(client, queries)) }
        if call.arguments.has(.json) || !Console.isTerminal {
            Console.output(String(decoding: answer.body, as: UTF8.self) + "\n")
        } else {
            Console.output(try table(answer, target, catalogue(client, queries)))
        }
        return .success
    }

    /// What is asked for: the words of the call as a path.
    struct Target {
        var projection: String
        var query: String
        var path: String

        init(_ arguments: ParsedArguments) throws(CommandError) {
            let names = arguments.words[0].split(separator: "/", omittingEmptySubsequences: false)
            guard names.count == 2, names.allSatisfy({ !$0.isEmpty }) else {
                throw CommandError(
                    .usage, "'\(arguments.words[0])' is not of the form PROJECTION/QUERY",
                    hint: "projectord query shop/orders-by-customer customer=7")
            }
            (projection, query) = (String(names[0]), String(names[1]))
            var pairs: [(String, String)] = []
            for word in arguments.words.dropFirst() {
                let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, !parts[0].isEmpty else {
                    throw CommandError(.usage, "'\(word)' is not of the form NAME=VALUE", hint: "\(word)=VALUE")
                }
                pairs.append((String(parts[0]), String(parts[1])))
            }
            if let token = arguments.value(QueryCommand.after.name) {
                pairs.append(("_after", token))
                pairs.append(("_wait", arguments.value(QueryCommand.wait.name) ?? "5s"))
            } else if let time = arguments.value(QueryCommand.wait.name) {
                pairs.append(("_wait", time))
            }
            let query = pairs.map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }.joined(separator: "&")
            path = "/v1/\(Self.encoded(projection))/\(Self.encoded(self.query))\(query.isEmpty ? "" : "?")\(query)"
        }

        private static func encoded(_ text: String) -> String {
            let plain = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
            return text.addingPercentEncoding(withAllowedCharacters: plain) ?? text
        }
    }

    private static func queryAddress(_ client: AdminClient) throws(CommandError) -> String {
        let report = try StatusReport.read(try client.get("/admin/v1").body)
        // A daemon that listens on all addresses is asked at the one where its admin address was reached.
        for all in ["//0.0.0.0:", "//[::]:"] where report.queryAddress.contains(all) {
            let host = client.admin.host.contains(":") ? "[\(client.admin.host)]" : client.admin.host
            return report.queryAddress.replacing(all, with: "//\(host):")
        }
        return report.queryAddress
    }

    private static func catalogue(_ client: AdminClient, _ queries: String) -> CatalogueReport? {
        guard let answer = try? client.get(queries + "/v1", waitS: 0) else { return nil }
        return try? JSONDecoder().decode(CatalogueReport.self, from: answer.body)
    }

    private static func table(
        _ answer: AdminClient.Answer, _ target: Target, _ catalogue: CatalogueReport?
    ) throws(CommandError) -> String {
        guard let rows = try? JSONDecoder().decode(QueryAnswer.self, from: answer.body) else {
            throw CommandError(.bug, "the daemon's answer cannot be read", hint: "--json prints it as it is")
        }
        let columns = catalogue?.find(target.projection, target.query)?.columns.map(\.name)
        return rows.text(columns: columns ?? rows.rows.first?.keys.sorted() ?? [])
    }

    private static func error(
        _ problem: ProblemReport, _ target: Target, _ catalogue: CatalogueReport?
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
