// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A column of a source's table, and what a replica has of it.
struct TypedColumn: Sendable {
    var name: String
    /// Its type in the source.
    var source: String
    /// Its type in the projection's file.
    var replica: String
    /// The cell that the replica is to have, in the source's SQL: its kind, a colon, the value; NULL for NULL.
    var cell: String
    /// Whether the source keeps it in four bytes; then it is compared as that.
    var isSingle = false

    /// A cell with real numbers in one way of writing them; SQLite has no zero below zero.
    func normal(_ cell: String) -> String {
        guard cell.hasPrefix("real:"), let number = Double(cell.dropFirst(5)).map({ $0 + 0 }) else { return cell }
        return isSingle ? "real:\(Float(number))" : "real:\(number)"
    }

    static func integer(_ name: String, _ source: String = "integer") -> TypedColumn {
        TypedColumn(name: name, source: source, replica: "integer", cell: "'integer:' || \(name)")
    }

    static func text(_ name: String, _ source: String = "text") -> TypedColumn {
        TypedColumn(name: name, source: source, replica: "text", cell: "'text:' || \(name)")
    }

    static func json(_ name: String, _ source: String = "jsonb") -> TypedColumn {
        TypedColumn(name: name, source: source, replica: "json", cell: "'text:' || \(name)::text")
    }

    static func array(_ name: String, _ source: String) -> TypedColumn {
        TypedColumn(name: name, source: source, replica: "json", cell: "'text:' || array_to_json(\(name))::text")
    }

    static func blob(_ name: String) -> TypedColumn {
        TypedColumn(name: name, source: "bytea", replica: "blob", cell: "'blob:' || encode(\(name), 'hex')")
    }

    static func boolean(_ name: String) -> TypedColumn {
        TypedColumn(name: name, source: "boolean", replica: "boolean", cell: "'integer:' || \(name)::integer")
    }

    static func decimal(_ name: String, _ source: String, digits: Int) -> TypedColumn {
        TypedColumn(
            name: name, source: source, replica: "decimal(\(digits))",
            cell: "'integer:' || (\(name)::numeric * 10 ^ \(digits)::numeric)::bigint")
    }

    static func real(_ name: String, isSingle: Bool) -> TypedColumn {
        TypedColumn(
            name: name, source: isSingle ? "real" : "double precision", replica: "real",
            cell: "'real:' || \(name)::text", isSingle: isSingle)
    }

    static func date(_ name: String) -> TypedColumn {
        TypedColumn(name: name, source: "date", replica: "date", cell: "'text:' || to_char(\(name), 'YYYY-MM-DD')")
    }

    /// A timestamp as it is in UTC; `cut` is the unit that the connector keeps.
    static func timestamp(_ name: String, _ source: String, cut: String = "microseconds") -> TypedColumn {
        let utc = source == "timestamptz" ? "\(name) AT TIME ZONE 'UTC'" : name
        return TypedColumn(
            name: name, source: source, replica: "timestamp",
            cell: "'text:' || to_char(date_trunc('\(cut)', \(utc)), 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
    }

    /// A timestamp as the milliseconds since 1970 that the connector sends.
    static func milliseconds(_ name: String, _ source: String) -> TypedColumn {
        TypedColumn(
            name: name, source: source, replica: "integer",
            cell: "'integer:' || floor(extract(epoch FROM \(name)) * 1000)::bigint")
    }

    /// A time of day as the number that the connector sends, of so many to a second.
    static func time(_ name: String, _ source: String, perSecond: Int) -> TypedColumn {
        TypedColumn(
            name: name, source: source, replica: "integer",
            cell: "'integer:' || floor(extract(epoch FROM \(name)) * \(perSecond))::bigint")
    }
}
