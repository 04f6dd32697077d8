// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Testing

/// The sizes that keep a file readable.
@Suite("Budgets")
struct BudgetTests {
    static let fileLinesMax = 400
    static let functionLinesMax = 70
    static let columnsMax = 120
    static let header = ["SPDX-License-Identifier: Apache-2.0", "Copyright 2026 The projectord authors"]

    static func sizeFaults(in file: SourceFile) -> [String] {
        var faults: [String] = []
        if file.lines.count > fileLinesMax {
            faults.append("\(file.path): \(file.lines.count) lines, at most \(fileLinesMax)")
        }
        for (index, line) in file.lines.enumerated() where line.count > columnsMax {
            faults.append("\(file.path):\(index + 1): \(line.count) columns, at most \(columnsMax)")
        }
        return faults
    }

    static func functionFaults(in file: SourceFile) -> [String] {
        FunctionLength.all(in: file.code).filter { $0.lines > functionLinesMax }.map {
            "\(file.path):\($0.line): a function of \($0.lines) lines, at most \(functionLinesMax)"
        }
    }

    static func headerFaults(in file: SourceFile) -> [String] {
        let isGood = Array(file.lines.prefix(2)) == header.map { "// \($0)" }
        return isGood ? [] : ["\(file.path): the first two lines are not the licence's"]
    }

    @Test("files and lines keep their budgets")
    func sizes() {
        expectNone((SourceTree.swiftFiles + SourceTree.cFiles).flatMap(Self.sizeFaults), "over the budget")
    }

    @Test("functions keep their budget")
    func functions() {
        expectNone(SourceTree.swiftFiles.flatMap(Self.functionFaults), "over the budget")
    }

    @Test("every Swift file begins with the licence's two lines")
    func headers() {
        expectNone(SourceTree.swiftFiles.flatMap(Self.headerFaults), "without the header")
    }

    @Test("what is over a budget is found, what is just within is not")
    func faultsAreFound() {
        func faults(_ text: String) -> Int {
            let file = SourceFile(path: "Sources/Events/Sample.swift", text: text)
            return Self.sizeFaults(in: file).count + Self.functionFaults(in: file).count
        }
        func function(lines: Int) -> String {
            "func f() {\n" + String(repeating: "    step()\n", count: lines - 2) + "}\n"
        }
        #expect(faults(String(repeating: "x\n", count: 400)) == 0)
        #expect(faults(String(repeating: "x\n", count: 401)) == 1)
        #expect(faults(String(repeating: "é", count: 120)) == 0)
        #expect(faults(String(repeating: "é", count: 121)) == 1)
        #expect(faults(function(lines: 70)) == 0)
        #expect(faults(function(lines: 71)) == 1)
        #expect(Self.headerFaults(in: SourceFile(path: "Sources/Events/A.swift", text: "import X\n")).count == 1)
    }
}
