// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import SQLite

/// Lets SQLite check what we made of a view's text: SQLite compiles the text and what the printer writes of the
/// resolved SELECT, and both programs must be the same, instruction by instruction.
///
/// The relations are STRICT tables in memory with their declared columns alone. One thread at a time uses it.
final class SelectOracle {
    /// What SQLite says against a text.
    enum Refusal: Error {
        /// It is wrong, in SQLite's words.
        case wrong(String, offset: Int?)
        /// It is no SELECT, or a recursive one.
        case denied
        /// There is no database to ask.
        case unusable(String)
    }

    /// What the last prepared statement asked for.
    private final class Log {
        var columns: Set<SelectReads.Column> = []
        var relations: Set<String> = []
        var functions: Set<String> = []
        var isDenied = false

        func allows(_ access: Access) -> Bool {
            switch access {
            case .select: return true
            case .function(let name): functions.insert(SQLName.folded(name))
            case .read(let table, let column, _):
                let table = SQLName.folded(table)
                relations.insert(table)
                if !column.isEmpty { columns.insert(.init(relation: table, name: SQLName.folded(column))) }
            case .recursive, .other:
                isDenied = true
                return false
            }
            return true
        }

        func clear() {
            (columns, relations, functions) = ([], [], [])
            isDenied = false
        }
    }

    private let relations: [Relation]
    private let connection: Connection?
    private let log = Log()
    private var failure: String?
    /// The functions that SQLite says always give the same for the same arguments.
    private var deterministic: Set<String> = []

    init(relations: [Relation]) {
        self.relations = relations
        connection = try? Connection(path: "", mode: .memory)
        do {
            for relation in relations { try connection?.execute(Self.table(relation)) }
            let functions = try connection?.prepare("SELECT name FROM pragma_function_list WHERE flags & 0x800")
            while try functions?.step() == true { deterministic.insert(SQLName.folded(functions?.text(0) ?? "")) }
        } catch {
            failure = error.message
        }
        connection?.harden()
        connection?.authorize { [log] access in log.allows(access) }
    }

    /// `CREATE TABLE` of a relation; the key as it is in the read model's file, so that rowids are refused where they
    /// would be.
    private static func table(_ relation: Relation) -> String {
        var parts = relation.columns.map { column in
            "\(SQLName.quoted(column.name)) \(column.type.map(SchemaSQL.storage) ?? "ANY")"
                + (column.isNullable ? "" : " NOT NULL")
        }
        let names = Set(relation.columns.map { SQLName.folded($0.name) })
        let hasKey = !relation.key.isEmpty && relation.key.allSatisfy { names.contains(SQLName.folded($0)) }
        if hasKey { parts.append("PRIMARY KEY (\(relation.key.map(SQLName.quoted).joined(separator: ", ")))") }
        return "CREATE TABLE \(SQLName.quoted(relation.name)) (\(parts.joined(separator: ", "))) STRICT"
            + (hasKey ? ", WITHOUT ROWID" : "")
    }

    /// Prepares a text.
    private func prepare(_ sql: String) throws(Refusal) -> Statement {
        log.clear()
        guard let connection, failure == nil else { throw .unusable(failure ?? "SQLite could not be opened") }
        do {
            return try connection.prepare(sql)
        } catch {
            throw log.isDenied ? .denied : .wrong(error.message, offset: error.offset)
        }
    }

    /// What SQLite says against a user's text; nil if nothing.
    func refusal(of text: String) -> Refusal? {
        do {
            _ = try prepare(text)
            return nil
        } catch {
            return error
        }
    }

    /// The first difference between what SQLite makes of a text and of what was printed of the resolved SELECT, or
    /// between what it reads, calls and returns and what we think; nil if there is none.
    func difference(_ text: String, _ printed: String, _ select: Select) -> String? {
        do {
            let given = try program(text)
            let ours = try program(printed)
            if given != ours { return Self.firstDifference(given, ours) }
            let statement = try prepare(text)
            return readingDifference(select) ?? columnDifference(statement, select)
        } catch {
            if case .wrong(let message, _) = error { return "SQLite says \(message) to \(printed)" }
            return "SQLite refuses \(printed)"
        }
    }

    /// SQLite's program of a statement, as bytes: one line an instruction.
    private func program(_ sql: String) throws(Refusal) -> [UInt8] {
        let statement = try prepare("EXPLAIN " + sql)
        var bytes: [UInt8] = []
        do {
            while try statement.step() {
                // The opcode and its five operands; before them stands the address, after them a comment.
                for column in Int32(1)...6 {
                    statement.appendText(column, to: &bytes)
                    bytes.append(column == 6 ? UInt8(ascii: "\n") : UInt8(ascii: " "))
                }
            }
        } catch {
            throw .wrong(error.message, offset: nil)
        }
        return bytes
    }

    private static func firstDifference(_ given: [UInt8], _ ours: [UInt8]) -> String {
        let lines = [given, ours].map {
            $0.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
        }
        if let line = zip(lines[0], lines[1]).first(where: { $0 != $1 }) { return "\(line.0) is \(line.1) to us" }
        return "\(lines[0].count) instructions are \(lines[1].count) to us"
    }

    private func readingDifference(_ select: Select) -> String? {
        let reads = SelectReads(select, SelectTypes(relations: relations))
        // A common table of which no column is read is told as if it were a table.
        let known = Set(relations.map { SQLName.folded($0.name) })
        if log.relations.intersection(known) != reads.relations {
            return "SQLite reads \(log.relations.sorted()), we \(reads.relations.sorted())"
        }
        let read = log.columns.filter { known.contains($0.relation) }
        if let column = read.symmetricDifference(reads.columns).first {
            return "\(column.relation).\(column.name) is read by \(read.contains(column) ? "SQLite" : "us") alone"
        }
        let aggregates = PureFunctions.aggregate.union(PureFunctions.window)
        let other = log.functions.subtracting(PureFunctions.view)
            .union(log.functions.subtracting(aggregates).subtracting(deterministic))
        return other.first.map { "SQLite calls \($0)" }
    }

    private func columnDifference(_ statement: Statement, _ select: Select) -> String? {
        let arm = select.arms[0]
        guard Int(statement.columnCount) == arm.columns.count else {
            return "\(statement.columnCount) columns are \(arm.columns.count) to us"
        }
        for (index, column) in arm.columns.enumerated() {
            let name = statement.columnName(Int32(index))
            guard name == column.name else { return "the column \(name) is \(column.name) to us" }
            // What SQLite tells of several arms is that of one of them.
            guard select.arms.count == 1,
                let ours = SelectReads.origin(
                    of: column.expression, in: arm, common: select.common)
            else { continue }
            let origin = statement.columnOrigin(Int32(index)).map {
                SelectReads.Column(relation: SQLName.folded($0.table), name: SQLName.folded($0.column))
            }
            guard origin == ours else { return "the column \(name) does not come from \(ours.relation).\(ours.name)" }
        }
        return nil
    }
}
