// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Reads a YAML document of modest size into nodes with their places.
///
/// What lets one text mean several things is refused: anchors and aliases, tags, several documents, a key that stands
/// twice. Thread-safe.
public enum YAMLReader {
    /// The largest text read, in bytes: a projection of a thousand queries has a tenth of it.
    public static let textBytesMax = 1 << 20
    /// The deepest nesting read; a projection file needs 8.
    public static let depthMax = 32

    /// Reads a text.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - file: The file's path, for places.
    /// - Returns: The document; a null scalar if it is empty.
    /// - Throws: All faults found.
    public static func read(text: String, file: String) throws(DiagnosticList) -> YAMLNode {
        let (root, repeated) = try compose(SourceText(text, file: file))
        guard repeated.isEmpty else { throw DiagnosticList(repeated) }
        return root
    }

    /// Reads a text whose repeated keys are told beside the document, which has the first of each.
    static func compose(_ source: SourceText) throws(DiagnosticList) -> (root: YAMLNode, repeated: [Diagnostic]) {
        guard source.bytes.count <= textBytesMax else {
            throw DiagnosticList([
                Diagnostic(
                    .notYAML, at: source.place(ofByte: 0),
                    "the file has \(source.bytes.count) bytes; at most \(textBytesMax) are read")
            ])
        }
        var composer = YAMLComposer(source)
        let root = try composer.document()
        return (root, composer.repeated)
    }
}
