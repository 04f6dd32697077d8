// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Prints diagnostics for people, with the line that each is about, and for programs, as JSON.
public struct DiagnosticPrinter: Sendable {
    /// How much of a long line is shown, in characters.
    private static let excerptCharactersMax = 120

    private let texts: [String: SourceText]

    /// Makes a printer.
    ///
    /// - Parameter texts: The texts of files by their paths; a file that is not there is printed without its line.
    public init(texts: [String: String] = [:]) {
        self.texts = Dictionary(
            uniqueKeysWithValues: texts.map { file, text in (file, SourceText(text, file: file)) })
    }

    /// One diagnostic as lines of text, each with a line break: what and where, the line with a caret, and the hint.
    public func text(_ diagnostic: Diagnostic) -> String {
        let message = Wording.printable(diagnostic.message)
        var result = "\(diagnostic.place): error: \(message) [\(diagnostic.code.rawValue)]\n"
        if let line = texts[diagnostic.place.file]?.line(diagnostic.place.line) {
            result += excerpt(line, column: diagnostic.place.column)
        }
        if let hint = diagnostic.hint { result += "  try: \(Wording.printable(hint))\n" }
        return result
    }

    /// Several diagnostics as text, one after the other.
    public func text(_ diagnostics: [Diagnostic]) -> String {
        diagnostics.map(text).joined()
    }

    /// Diagnostics as a JSON array of `{code, file, line, column, message, hint}`, with a line break.
    ///
    /// `hint` is null where there is none.
    public static func json(_ diagnostics: [Diagnostic]) -> String {
        let objects = diagnostics.map { diagnostic in
            let place = diagnostic.place
            let fields = [
                "\"code\": \(JSONText.string(diagnostic.code.rawValue))", "\"file\": \(JSONText.string(place.file))",
                "\"line\": \(place.line)", "\"column\": \(place.column)",
                "\"message\": \(JSONText.string(diagnostic.message))",
                "\"hint\": \(diagnostic.hint.map { JSONText.string($0) } ?? "null")",
            ]
            return "  {\(fields.joined(separator: ", "))}"
        }
        return objects.isEmpty ? "[]\n" : "[\n\(objects.joined(separator: ",\n"))\n]\n"
    }

    /// The line, cut around the column if it is long, and a caret below it.
    private func excerpt(_ line: String, column: Int) -> String {
        let before = String(decoding: line.utf8.prefix(max(0, column - 1)), as: UTF8.self)
        let caret = before.count
        let start = caret < Self.excerptCharactersMax * 3 / 4 ? 0 : caret - Self.excerptCharactersMax / 2
        let shown = line.dropFirst(start).prefix(Self.excerptCharactersMax)
        let indent = shown.prefix(caret - start).map { $0 == "\t" ? "\t" : " " }.joined()
        return "    \(shown.map(Self.visible).joined())\n    \(indent)^\n"
    }

    /// A character of a line in one column; control characters, which a terminal would obey, are shown as `?`.
    private static func visible(_ character: Character) -> String {
        if character == "\t" { return "\t" }
        let isHidden = character.unicodeScalars.contains {
            [.control, .format, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
        }
        return isHidden ? "?" : String(character)
    }
}
