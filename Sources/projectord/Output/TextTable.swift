// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Rows in aligned columns; numbers stand at the right.
struct TextTable {
    /// The longest cell that is shown whole, in characters.
    static let cellCharactersMax = 60

    /// The columns' titles.
    var titles: [String]
    /// The rows, each with a cell for each title.
    var rows: [[String]] = []

    /// The lines, each with a line break.
    var text: String {
        let cells = ([titles] + rows).map { $0.map(Self.shown) }
        let widths = titles.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        let numeric = titles.indices.map { column in
            !rows.isEmpty && rows.allSatisfy { $0[column].isEmpty || Self.isNumber($0[column]) }
        }
        return cells.map { row in
            let padded = row.indices.map { column in
                let gap = String(repeating: " ", count: widths[column] - row[column].count)
                return numeric[column] ? gap + row[column] : row[column] + gap
            }
            let line = padded.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
        }.joined()
    }

    private static func shown(_ cell: String) -> String {
        let text = Printable.text(cell)
        return text.count <= cellCharactersMax ? text : text.prefix(cellCharactersMax - 1) + "…"
    }

    private static func isNumber(_ cell: String) -> Bool {
        cell.allSatisfy { $0.isNumber || [".", ",", "-"].contains($0) }
    }
}
