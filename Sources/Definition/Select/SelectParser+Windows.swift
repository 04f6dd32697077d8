// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

extension SelectParser {
    /// Whether a WINDOW clause starts at a token; else the word is a name.
    func isWindowClause(_ index: Int) -> Bool {
        guard index + 3 < tokens.count, tokens[index].isWord("window") else { return false }
        return isName(tokens[index + 1], orText: true) && tokens[index + 2].isWord("as")
            && tokens[index + 3].isSymbol("(")
    }

    /// Reads the WINDOW clause of the arm whose SELECT was just taken, so that its columns may use it.
    mutating func readWindows() throws(SelectFault) {
        windows = [:]
        windowsEnd = nil
        var depth = 0
        var index = position
        while index < tokens.count, depth >= 0 {
            let token = tokens[index]
            if token.isSymbol("(") { depth += 1 }
            if token.isSymbol(")") { depth -= 1 }
            if depth == 0, ["union", "except", "intersect"].contains(where: token.isWord) { return }
            if depth == 0, isWindowClause(index) { break }
            index += 1
        }
        guard index < tokens.count, depth == 0 else { return }
        let start = position
        position = index + 1
        repeat {
            let name = try name("a name")
            try expect("as")
            try expectSymbol("(")
            windows[SQLName.folded(name)] = try windowInside()
        } while takeSymbol(",")
        windowsEnd = position
        position = start
    }

    /// What stands after OVER.
    mutating func window() throws(SelectFault) -> SQLWindow {
        if takeSymbol("(") { return try windowInside() }
        return try namedWindow()
    }

    private mutating func namedWindow() throws(SelectFault) -> SQLWindow {
        let start = offset
        let name = try name("a window")
        guard let window = windows[SQLName.folded(name)] else {
            throw SelectFault(.badView, at: start, "no such window: \(name)", hint: "OVER (PARTITION BY …)")
        }
        return window
    }

    private mutating func windowInside() throws(SelectFault) -> SQLWindow {
        var window = SQLWindow(partition: [], order: [])
        if isName(current), !sees("partition", "by"), !isFrameWord(current) { window = try namedWindow() }
        if take("partition", "by") { window.partition = try expressions() }
        if take("order", "by") { window.order = try orderTerms() }
        if isFrameWord(current) { window.frame = try frame() }
        try expectSymbol(")")
        return window
    }

    private func isFrameWord(_ token: SQLToken?) -> Bool {
        ["range", "rows", "groups"].contains { token?.isWord($0) == true }
    }

    /// A frame, whose bounds are words and whole numbers.
    private mutating func frame() throws(SelectFault) -> String {
        let allowed: Set<String> = [
            "range", "rows", "groups", "between", "and", "unbounded", "preceding", "following", "current", "row",
            "exclude", "no", "others", "group", "ties",
        ]
        var words: [String] = []
        while let token = current, !token.isSymbol(")") {
            let isWord = token.kind == .word && allowed.contains(SQLName.folded(token.text))
            guard isWord || token.kind == .number && token.text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                throw unsupported(
                    token.offset, "\(Wording.quote(token.text)) in a frame",
                    hint: "ROWS BETWEEN 1 PRECEDING AND CURRENT ROW")
            }
            words.append(token.text.uppercased())
            position += 1
        }
        return words.joined(separator: " ")
    }
}
