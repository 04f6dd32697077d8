// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

extension FileReading {
    /// A field of the body, `$.path`.
    func path(_ node: YAMLNode, _ what: String, example: String) -> EventPath? {
        guard let text = text(node, what, hint: "\(what): \(example)") else { return nil }
        return path(text, what, example: example, from: node.place) { self.place(of: $0, in: node) }
    }

    /// A field of the body that is the key of a mapping.
    func path(ofKey entry: YAMLNode.Entry, _ what: String, example: String) -> EventPath? {
        // The bytes of a quoted key are not told one by one.
        path(entry.key, what, example: example, from: entry.keyPlace) { _ in entry.keyPlace }
    }

    private func path(
        _ text: String, _ what: String, example: String, from start: Place, place: (Int) -> Place
    ) -> EventPath? {
        do {
            let path = try EventPath(parsing: text)
            if !path.steps.isEmpty { return path }
            fault(.badPath, at: start, "\(what) is a field of the body, not all of it", hint: "\(what): \(example)")
        } catch {
            fault(.badPath, at: place(error.offset), error.message, hint: error.hint)
        }
        return nil
    }
}
