// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// Reads how a table keeps its rows: `history:` (R15), `version:` (R13) and `keep:` (R24).
struct RowPolicyReader {
    private static let versionExample = "version: $.version, a field that rises with each event of a row"

    let reading: FileReading

    /// Reads them into the table, as far as its kind allows them.
    func read(_ fields: MappingFields, into table: inout Table) {
        readKeep(fields, into: &table)
        if let node = fields["history"], let place = fields.place(of: "history"),
            reading.flag(node, "history") == true, allows("history", table, at: place)
        {
            checkNames(fields, of: table)
            table.hasHistory = true
        }
        if let node = fields["version"], let place = fields.place(of: "version") {
            let path = reading.path(node, "version", example: "$.version")
            if allows("version", table, at: place) { table.version = path }
        }
    }

    /// `keep: false` is for rows that never change, which only views see.
    private func readKeep(_ fields: MappingFields, into table: inout Table) {
        guard let node = fields["keep"], let place = fields.place(of: "keep"), reading.flag(node, "keep") == false
        else {
            return
        }
        guard table.kind == .append else {
            reading.fault(
                .badValue, at: place, "keep: false in a table whose rows change", hint: "it is for append: true alone")
            return
        }
        if let index = fields.place(of: "index") {
            reading.fault(.badValue, at: index, "index: in a table that keeps no rows", hint: "remove it")
        }
        table.keepsRows = false
    }

    private func allows(_ word: String, _ table: Table, at place: Place) -> Bool {
        switch table.kind {
        case _ where table.hasRowPerElement:
            reading.fault(
                .notSupportedYet, at: place, "\(word): in a table with a row for each element is not supported yet",
                hint: "remove it")
        case .append:
            reading.fault(
                .badValue, at: place, "\(word): in a table with append:, whose rows never change", hint: "remove it")
        case .rekeyed:
            reading.fault(
                .badValue, at: place, "\(word): in a re-keyed table, whose events come in no order",
                hint: "key the table by the record's key, or remove it")
        case .replica where word == "version":
            reading.fault(
                .badValue, at: place, "version: in a table with from:, where the last record of a key is the row",
                hint: "on: {source: {\"*\": {set: {…}}}} folds events, and ignores stale ones by their version")
        case .replica, .folded: return true
        }
        return false
    }

    /// The history has two columns of its own.
    private func checkNames(_ fields: MappingFields, of table: Table) {
        let ours = [SchemaSQL.validFromColumn, SchemaSQL.validToColumn]
        let declared = (fields["key"]?.entries ?? []) + (fields["columns"]?.entries ?? [])
        for entry in declared where ours.contains(SQLName.folded(entry.key)) {
            reading.fault(
                .badName, at: entry.keyPlace,
                "column name \(Wording.quote(entry.key)) is one of our columns of \(SchemaSQL.historyName(of: table))",
                hint: "give the column another name")
        }
    }
}
