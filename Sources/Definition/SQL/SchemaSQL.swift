// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The SQL that makes a projection's tables, and hides what is ours from queries (R25).
public enum SchemaSQL {
    /// `CREATE TABLE` of one table.
    public static func table(_ table: Table) -> String { "" }

    /// `CREATE INDEX` of each of the table's further indexes, in order.
    public static func indexes(of table: Table) -> [String] { [] }

    /// `CREATE TEMP VIEW` of one table with its declared columns alone, for the connections that run queries.
    public static func readingView(_ table: Table) -> String { "" }

    /// Checks the terms of one index, such as `customer_id, placed_at desc`: columns of the table, each once.
    public static func faults(inIndex terms: String, at place: Place, table: TableShape) -> [Diagnostic] { [] }
}
