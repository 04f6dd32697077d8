// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Reads the SELECTs of views: parses them, resolves their names, and lets SQLite check what came of it.
///
/// One thread at a time uses a reader.
public struct SelectReader {
    private let relations: [Relation]
    private let oracle: SelectOracle

    /// Makes a reader for views over `relations`: tables, histories, streams, and the views before.
    public init(relations: [Relation]) {
        self.relations = relations
        oracle = SelectOracle(relations: relations)
    }

    /// Reads one view.
    ///
    /// - Parameter sql: The SELECT and where it starts.
    /// - Returns: The view without indexes and objects, or what is wrong with its text.
    public func read(
        name: String, description: String = "", sql: QueryDeclaration.Text
    ) -> Result<View, DiagnosticList> {
        let text = SQLText(text: sql.text, place: sql.place)
        let select: Select
        switch resolved(sql.text) {
        case .success(let resolved): select = resolved
        case .failure(let list):
            return .failure(
                DiagnosticList(list.faults.map { text.fault($0.code, at: $0.offset, $0.message, hint: $0.hint) }))
        }
        if let difference = oracle.difference(sql.text, SelectPrinter().text(select), select) {
            if difference.contains("too large (maximum depth") || difference.contains("parser stack overflow") {
                // A name that stands for an expression is printed as that, within others.
                let message = "the SELECT nests too deep once its names are put in"
                let hint = "make two views of it, the second reading the first"
                return .failure(DiagnosticList([text.fault(.badView, at: 0, message, hint: hint)]))
            }
            let message = "projectord does not understand this SELECT as SQLite does: \(difference)"
            let fault = text.fault(.badView, at: 0, message, hint: "please report it, with the SELECT and its tables")
            return .failure(DiagnosticList([fault]))
        }
        let columns = SelectTypes(relations: relations).columns(of: select)
        return .success(
            View(
                name: name, description: description, sql: sql.text, place: sql.place, select: select,
                columns: columns))
    }

    private struct Faults: Error {
        var faults: [SelectFault]
    }

    /// The SELECT of a text with its names resolved, or the faults that we and SQLite find.
    private func resolved(_ text: String) -> Result<Select, Faults> {
        let source = SelectSource(text)
        let refusal = text.utf8.count <= SelectParser.bytesMax ? oracle.refusal(of: text) : nil
        var ours: [SelectFault] = []
        do {
            let parsed = try SelectParser.parse(text)
            var resolver = SelectResolver(source: source, relations: relations)
            let select = try resolver.resolve(parsed)
            ours = resolver.faults + SelectRules.faults(select, SelectTypes(relations: relations), source)
            ours.sort { $0.offset < $1.offset }
            if ours.isEmpty, refusal == nil { return .success(select) }
        } catch {
            ours = [error]
        }
        return .failure(Faults(faults: joined(refusal, ours, text)))
    }

    /// What SQLite says comes first; ours helps where it is about the same place.
    private func joined(_ refusal: SelectOracle.Refusal?, _ ours: [SelectFault], _ text: String) -> [SelectFault] {
        switch refusal {
        case nil: return ours
        case .denied where !ours.isEmpty: return ours
        case .denied: return [SelectFault(.badView, at: 0, "a view is one SELECT, and not recursive")]
        case .unusable(let message): return [SelectFault(.badView, at: 0, "the tables cannot be made: \(message)")]
        case .wrong(let message, let offset):
            let place = offset ?? Self.place(of: message, in: text) ?? ours.first?.offset ?? 0
            let same = ours.first { $0.offset == place }
            if let same, same.code != .badView { return [same] }
            return [SelectFault(.badView, at: place, message, hint: hint(message) ?? same?.hint)]
        }
    }

    private func hint(_ message: String) -> String? {
        guard message.hasPrefix("no such table: ") else { return nil }
        return DidYouMean.hint(
            String(message.dropFirst(15)), among: relations.map(\.name), allowed: "a view can read")
    }

    /// Where the name stands first that a message of SQLite's ends with.
    private static func place(of message: String, in text: String) -> Int? {
        guard let name = message.split(separator: " ").last, let tokens = try? SQLTokenizer.tokens(text, .query) else {
            return nil
        }
        return tokens.first { $0.name.map { SQLName.equal($0, String(name)) } == true }?.offset
    }
}
