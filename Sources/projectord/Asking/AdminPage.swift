// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation

/// A page of the admin address, in JSON with names in snake case.
enum AdminPage {
    static func decode<Report: Decodable>(_ type: Report.Type, from body: Data) throws(CommandError) -> Report {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            return try decoder.decode(type, from: body)
        } catch {
            throw CommandError(
                .unreachable, "what answers at the admin address is no projectord of this version",
                hint: "--admin HOST:PORT says where the daemon is")
        }
    }
}
