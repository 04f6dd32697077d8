// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import SQLite

extension ModelWriter {
    /// What the generation noted under a name; nil if nothing was.
    public func note(_ name: String) throws(ReadModelError) -> String? {
        do {
            let statement = try connection.prepare("SELECT value FROM _meta WHERE name = ?1")
            statement.bind(1, name)
            return try statement.step() ? statement.text(0) : nil
        } catch {
            throw ReadModelError(error, path: path)
        }
    }

    /// Notes a value, with the open transaction if there is one.
    public func setNote(_ name: String, _ value: String) throws(ReadModelError) {
        do {
            let statement = try connection.prepare("INSERT OR REPLACE INTO _meta (name, value) VALUES (?1, ?2)")
            statement.bind(1, name)
            statement.bind(2, value)
            try statement.run()
        } catch {
            throw ReadModelError(error, path: path)
        }
    }
}
