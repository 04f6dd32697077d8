// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

/// A PostgreSQL with logical decoding on, which all tests share; each has a database of its own.
final class SourceServer: Sendable {
    static func shared() throws -> SourceServer { try made.get() }

    private static let made = Result {
        let server = try SourceServer()
        atexit { try? SourceServer.shared().remove() }
        return server
    }

    let port = FreePorts.first()
    private let folder: TestFolder

    /// Starts one on a free port.
    private init() throws {
        folder = try TestFolder()
        try SharedPart.postgres.run("start", "--port", String(port), "--dir", folder.path + "/postgres")
    }

    /// Runs statements in a database, each its own transaction unless the text says otherwise; returns what they print.
    @discardableResult
    func run(_ sql: String, in database: String = "postgres") throws -> String {
        let scratch = try TestFolder()
        try scratch.write("sql", "SET client_min_messages = warning; SET timezone = 'UTC';\n\(sql)")
        let ended = try Script(
            "/usr/bin/env",
            [
                "psql", "--host=127.0.0.1", "--port=\(port)", "--username=postgres", "--dbname=\(database)",
                "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1",
                "--file=\(scratch.path)/sql",
            ])
        try check(ended.status == 0, "psql: \(ended.output.suffix(2_000)) of \(sql.prefix(2_000))")
        return ended.output.trimmingCharacters(in: .newlines)
    }

    private func remove() {
        SharedPart.postgres.attempt("stop", "--port", String(port), "--dir", folder.path + "/postgres")
        try? FileManager.default.removeItem(atPath: folder.path)
    }
}
