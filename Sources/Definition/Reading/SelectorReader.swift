// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// Reads where a source's records have their type, id and time (R39).
struct SelectorReader {
    /// The fields of a change's source block that are times, the default first.
    static let sourceTimes = ["ts_ms", "ts_us", "ts_ns"]

    let reading: FileReading
    /// What is selected, such as `time`.
    let what: String
    /// A selector for hints.
    let example: String
    /// Whether it is the time of changes: in their source block, or in a header.
    var isOfChanges = false

    /// Reads a selector; nil, with a fault, if it is none of those allowed.
    func read(_ node: YAMLNode) -> Source.Selector? {
        guard let text = reading.text(node, what, hint: hint) else { return nil }
        guard text.hasPrefix("$") || text.hasPrefix("header:") else {
            let forms = isOfChanges ? "$source.ts_ms or header:name" : "header:name or $.path"
            reading.fault(
                .badPath, at: node.place, "\(what) is \(forms), found \(Wording.quote(text))", hint: hint)
            return nil
        }
        do {
            return selector(try EventReference(selector: text), node)
        } catch {
            reading.fault(.badPath, at: reading.place(of: error.offset, in: node), error.message, hint: error.hint)
            return nil
        }
    }

    private var hint: String { "\(what): \(example)" }

    private func selector(_ reference: EventReference, _ node: YAMLNode) -> Source.Selector? {
        switch reference.kind {
        case .header(let name): return .header(name)
        case .body(let path) where !path.steps.isEmpty && !isOfChanges: return .body(path)
        case .source(let path) where isOfChanges:
            if Self.sourceTimes.contains(where: { path == EventPath([.field($0)]) }) { return .source(path) }
            let known = Self.sourceTimes.map { "$source.\($0)" }
            reading.fault(
                .badPath, at: node.place, "\(reference) is no time of a change",
                hint: "allowed: \(Wording.choice(known))")
        case .source:
            reading.fault(
                .badPath, at: node.place, "\(reference): only changes have a source block, format: debezium",
                hint: hint)
        default:
            let forms = isOfChanges ? "the source block of a change or a header" : "a header or a field of the body"
            reading.fault(
                .badPath, at: node.place, "\(what) is found in \(forms), not in \(reference)", hint: hint)
        }
        return nil
    }
}
