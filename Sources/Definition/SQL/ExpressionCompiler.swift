// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Compiles the expressions of `set` (R11).
///
/// One thread at a time uses a compiler.
public struct ExpressionCompiler {
    let checker = ExpressionChecker()

    /// Makes a compiler.
    public init() {}

    /// Compiles one expression.
    ///
    /// The form's family is checked here for a re-keyed table: an assignment there has one, and reads nothing of the
    /// row beside its own column and the key (R8). That all handlers agree on one family per column is the caller's.
    ///
    /// - Parameters:
    ///   - text: The expression as the file has it, unquoted from YAML.
    ///   - place: The place of the text's first byte; faults point into the text from there.
    ///   - column: The assigned column's place in `table.columns`.
    ///   - table: The table.
    ///   - inElement: Whether the handler has `each`, so that `$each` and `$index` have values.
    public func compile(
        _ text: String, at place: Place, column: Int, table: TableShape, inElement: Bool = false
    ) -> Result<Assignment, DiagnosticList> {
        let source = SQLText(text: text, place: place)
        switch ExpressionReader.read(source, checker.constants, inElement: inElement) {
        case .failure(let faults): return .failure(faults)
        case .success(let pieces):
            var compilation = ExpressionCompilation(
                source: source, pieces: pieces, column: column, table: table, checker: checker)
            return compilation.run()
        }
    }
}
