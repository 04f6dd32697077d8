// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Reads the SELECTs of views: parses them, resolves their names, and lets SQLite check what came of it.
///
/// One thread at a time uses a reader.
public struct SelectReader {
    private let relations: [Relation]

    /// Makes a reader for views over `relations`: tables, histories, streams, and the views before.
    public init(relations: [Relation]) {
        self.relations = relations
    }

    /// Reads one view.
    ///
    /// - Parameter sql: The SELECT and where it starts.
    /// - Returns: The view without indexes and objects, or what is wrong with its text.
    public func read(
        name: String, description: String = "", sql: QueryDeclaration.Text
    ) -> Result<View, DiagnosticList> {
        let text = SQLText(text: sql.text, place: sql.place)
        func failure(_ faults: [SelectFault]) -> Result<View, DiagnosticList> {
            .failure(DiagnosticList(faults.map { text.fault($0.code, at: $0.offset, $0.message, hint: $0.hint) }))
        }
        do {
            let parsed = try SelectParser.parse(sql.text)
            var resolver = SelectResolver(source: SelectSource(sql.text), relations: relations)
            let select = try resolver.resolve(parsed)
            guard resolver.faults.isEmpty else { return failure(resolver.faults) }
            let columns = SelectTypes(relations: relations).columns(of: select)
            return .success(
                View(
                    name: name, description: description, sql: sql.text, place: sql.place, select: select,
                    columns: columns))
        } catch {
            return failure([error])
        }
    }
}
