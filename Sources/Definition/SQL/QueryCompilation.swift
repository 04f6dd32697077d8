// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events
import SQLite

/// The compilation of one query.
struct QueryCompilation {
    let query: QueryDeclaration
    let database: QueryDatabase
    let source: SQLText
    var faults: [Diagnostic] = []

    init(_ query: QueryDeclaration, database: QueryDatabase) {
        self.query = query
        self.database = database
        source = SQLText(text: query.sql.text, place: query.sql.place)
    }

    mutating func run() -> Result<Query, DiagnosticList> {
        guard let text = readText() else { return failure }
        checkParameters(text)
        let source = source
        let declared = database.columns
        let types = Dictionary(query.parameters.map { ($0.name, $0.type) }, uniquingKeysWith: { first, _ in first })
        faults += ClockCheck.faults(text.tokens, source, declared, types)
        guard faults.isEmpty, let statement = prepare(text.sql, place: { source.place(at: $0) }) else { return failure }
        let (tables, views) = (database.tablesRead, database.viewsRead)
        let results = resultColumns(statement, text)
        let order = QueryOrder(query.order)
        faults += order.faults
        guard faults.isEmpty else { return failure }
        let ordered = text.sql + order.sql(after: text.sql) + "\nLIMIT :_limit"
        let start = text.sql.utf8.count
        guard prepare(ordered, place: { $0 < start ? source.place(at: $0) : order.place(at: $0 - start) }) != nil else {
            return failure
        }
        if !query.allowsScan { checkPlan(ordered, text, order) }
        guard faults.isEmpty else { return failure }
        return .success(
            Query(
                name: query.name.text, description: query.description, sql: text.sql, statement: ordered,
                parameters: query.parameters, columns: results, order: query.order.map(\.text),
                limitDefault: query.limitDefault, limitMax: query.limitMax, allowsScan: query.allowsScan,
                tables: tables, views: views))
    }

    private var failure: Result<Query, DiagnosticList> { .failure(DiagnosticList(faults)) }

    private mutating func readText() -> QueryText? {
        do {
            let text = try QueryText(source)
            faults += text.faults()
            return faults.isEmpty ? text : nil
        } catch {
            faults.append(source.fault(.badQuery, at: error.offset, error.message, hint: error.hint))
            return nil
        }
    }

    /// Holds the parameters that the SQL uses against those that are declared.
    private mutating func checkParameters(_ text: QueryText) {
        let names = query.parameters.map(\.name)
        var used: Set<String> = []
        for token in text.tokens where token.kind == .parameter {
            let name = String(token.text.dropFirst())
            guard used.insert(name).inserted, !names.contains(name) else { continue }
            let hint = name.hasPrefix("_") ? "names that start with _ are projectord's" : "params: {\(name): text}"
            faults.append(source.fault(.unknownName, at: token.offset, "\(token.text) is not declared", hint: hint))
        }
        for (index, parameter) in query.parameters.enumerated() {
            let place = index < query.parameterPlaces.count ? query.parameterPlaces[index] : query.name.place
            if !used.contains(parameter.name) {
                let message = "the parameter \(parameter.name) is not used"
                faults.append(Diagnostic(.badQuery, at: place, message, hint: "write :\(parameter.name) in the sql"))
            } else if parameter.isList, !isRead(asList: ":\(parameter.name)", text.tokens) {
                let hint = "IN (SELECT value FROM json_each(:\(parameter.name)))"
                faults.append(Diagnostic(.badQuery, at: place, "a list is one JSON array to the sql", hint: hint))
            }
        }
    }

    private func isRead(asList parameter: String, _ tokens: [SQLToken]) -> Bool {
        tokens.indices.dropFirst(2).contains { index in
            tokens[index].kind == .parameter && tokens[index].text == parameter && tokens[index - 1].isSymbol("(")
                && tokens[index - 2].isWord("json_each")
        }
    }

    /// Prepares a statement; on a refusal the fault is noted, at the place of SQLite's offset.
    private mutating func prepare(_ sql: String, place: (Int) -> Place) -> Statement? {
        switch database.prepare(sql) {
        case .prepared(let statement): return statement
        case .unusable(let message):
            faults.append(Diagnostic(.badQuery, at: query.sql.place, "the tables cannot be made: \(message)"))
        case .refused(let error, let denied):
            faults.append(fault(error, denied, error.offset.map(place) ?? query.sql.place))
        }
        return nil
    }

    private func fault(_ error: SQLiteError, _ denied: Access?, _ place: Place) -> Diagnostic {
        let names = database.names.joined(separator: ", ")
        switch denied {
        case .function(let name)?:
            return PureFunctions.fault(name, at: AccessLog.place(of: name, in: source), "a query")
        case .read(let table, let column, _)? where database.names.contains { SQLName.equal($0, table) }:
            return Diagnostic(.badQuery, at: place, "\(column) of \(table) is no declared column")
        case .read(let table, _, _)?:
            return Diagnostic(.badQuery, at: place, "a query cannot read \(table)", hint: "the tables are \(names)")
        case .recursive?: return Diagnostic(.badQuery, at: place, "a query cannot be recursive")
        case .select?, .other?: return Diagnostic(.badQuery, at: place, "a query is one SELECT and changes nothing")
        case nil:
            let isTable = error.message.hasPrefix("no such table: ")
            return Diagnostic(.badQuery, at: place, error.message, hint: isTable ? "the tables are \(names)" : nil)
        }
    }

    /// The answer's columns: names once each, types of the columns that they are.
    private mutating func resultColumns(_ statement: Statement, _ text: QueryText) -> [Query.ResultColumn] {
        let count = statement.columnCount
        // The metadata of a compound is that of one of its parts.
        let isCompound = text.hasWord(["union", "intersect", "except"])
        var columns: [Query.ResultColumn] = []
        for index in 0..<count {
            let name = statement.columnName(index)
            let origin = isCompound ? nil : statement.columnOrigin(index)
            let type = origin.flatMap { database.type(ofColumn: $0.column, in: $0.table) }
            if columns.contains(where: { $0.name == name }) {
                faults.append(
                    Diagnostic(
                        .repeatedName, at: query.sql.place, "two columns of the answer are named \(name)",
                        hint: "name one of them: … AS other_name"))
            }
            columns.append(Query.ResultColumn(name: name, type: type))
        }
        for given in query.columnTypes {
            guard let index = columns.firstIndex(where: { $0.name == given.name.text }) else {
                let known = columns.map(\.name).joined(separator: ", ")
                let message = "the answer has no column \(given.name.text)"
                faults.append(Diagnostic(.unknownName, at: given.name.place, message, hint: "it has \(known)"))
                continue
            }
            columns[index].type = given.type
        }
        return columns
    }

    private mutating func checkPlan(_ statement: String, _ text: QueryText, _ order: QueryOrder) {
        guard let plan = database.plan(of: statement), !plan.isBounded else { return }
        if !text.needsAllRows, plan.isEndedByLimit { return }
        let lines = plan.scans.map { "\($0.table) is read from end to end" } + plan.sorts.map { _ in "rows are sorted" }
        var shown: [String] = []
        for line in lines where !shown.contains(line) { shown.append(line) }
        let advice = IndexAdvice(database: database, text: text, order: order)
        let grouped = text.isGrouped ? "make a view of it and read that, or " : ""
        let hint = advice.hint(for: statement, plan) ?? "\(grouped)write scan: true if that is meant"
        faults.append(
            Diagnostic(.needsIndex, at: query.sql.place, shown.joined(separator: ", "), hint: hint))
    }
}
