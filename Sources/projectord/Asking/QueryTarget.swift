// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation

/// The query that is asked for: the words of a call as a path.
struct QueryTarget {
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
