// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// One file while it is checked: its text and the faults found so far.
///
/// A fault never ends the reading of the rest. One thread at a time uses it.
final class FileReading {
    /// A scalar whose text was handed to the SQL part.
    private struct Lent {
        var text: String
        var style: YAMLNode.Style
        var offset: Int
    }

    /// A lent text's first line, as the SQL part sees it: texts are told apart by the upper bits of the line.
    ///
    /// A file has fewer lines than bytes, and `YAMLReader.textBytesMax` bytes at most.
    private static let lentLines = YAMLReader.textBytesMax * 2

    /// The text.
    let source: SourceText
    /// The faults found so far, in the order of finding.
    private(set) var diagnostics: [Diagnostic] = []
    private var lent: [Lent] = []

    init(_ source: SourceText) {
        self.source = source
    }

    /// The faults in the order of the file, each once.
    var sorted: [Diagnostic] {
        var seen: Set<Diagnostic> = []
        let unique = diagnostics.filter { seen.insert($0).inserted }
        return unique.enumerated().sorted { first, second in
            let one = (first.element.place.line, first.element.place.column, first.offset)
            return one < (second.element.place.line, second.element.place.column, second.offset)
        }.map(\.element)
    }

    /// Notes a fault.
    func fault(_ code: DiagnosticCode, at place: Place, _ message: String, hint: String? = nil) {
        diagnostics.append(Diagnostic(code, at: place, message, hint: hint))
    }

    /// Notes faults of the SQL part, whose places may lie in lent texts.
    func fault(_ found: [Diagnostic]) {
        for var diagnostic in found {
            diagnostic.place = resolve(diagnostic.place)
            diagnostics.append(diagnostic)
        }
    }

    /// The place of a byte of a scalar's text.
    func place(of offset: Int, in node: YAMLNode) -> Place {
        guard case .scalar(let text, let style) = node.content else { return node.place }
        var locator = ScalarLocator(source, text: text, style: style, offset: node.offset)
        return source.place(ofByte: locator.offset(of: offset))
    }

    /// A text for the SQL part, with a place that `fault(_:)` finds back in the file.
    ///
    /// The SQL part counts lines and columns in the text as if it stood in the file as it is; quotes, escapes and
    /// indentation are put back by `resolve`.
    func lend(_ node: YAMLNode) -> QueryDeclaration.Text {
        guard case .scalar(let text, let style) = node.content else { return .init("", at: node.place) }
        lent.append(Lent(text: text, style: style, offset: node.offset))
        return .init(text, at: Place(file: source.file, line: lent.count * Self.lentLines, column: 1))
    }

    private func resolve(_ place: Place) -> Place {
        let index = place.line / Self.lentLines - 1
        guard lent.indices.contains(index) else { return place }
        let lent = lent[index]
        var lines = place.line % Self.lentLines
        var start = 0
        for (offset, byte) in lent.text.utf8.enumerated() where lines > 0 && byte == .newline {
            lines -= 1
            start = offset + 1
        }
        var locator = ScalarLocator(source, text: lent.text, style: lent.style, offset: lent.offset)
        return source.place(ofByte: locator.offset(of: start + place.column - 1))
    }
}
