// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

extension FileReading {
    /// The text of a scalar that must hold some.
    func text(_ node: YAMLNode, _ what: String, hint: String? = nil) -> String? {
        if let text = node.text, !text.isEmpty { return text }
        fault(.badValue, at: node.place, "\(what) is a text, found \(Wording.found(node))", hint: hint)
        return nil
    }

    /// A text in the author's words; empty if there is none.
    func description(_ fields: MappingFields) -> String {
        guard let node = fields["description"] else { return "" }
        return text(node, "description") ?? ""
    }

    /// `true` or `false`.
    func flag(_ node: YAMLNode, _ what: String) -> Bool? {
        if case .scalar(let text, .plain) = node.content {
            if text == "true" { return true }
            if text == "false" { return false }
        }
        fault(
            .badValue, at: node.place, "\(what) is true or false, found \(Wording.found(node))", hint: "\(what): true")
        return nil
    }

    /// A number from 1 to `max`.
    func count(_ node: YAMLNode, _ what: String, max: Int) -> Int? {
        if let text = node.text, let count = Int(text), (1...max).contains(count) { return count }
        fault(.badValue, at: node.place, "\(what) is a number from 1 to \(max), found \(Wording.found(node))")
        return nil
    }

    /// The elements of a list of texts; one text stands for a list of one.
    func texts(_ node: YAMLNode, _ what: String, hint: String? = nil) -> [YAMLNode] {
        if let elements = node.elements {
            return elements.filter { text($0, "an element of \(what)", hint: hint) != nil }
        }
        guard node.text?.isEmpty == false else {
            fault(.badValue, at: node.place, "\(what) is a list of texts, found \(Wording.found(node))", hint: hint)
            return []
        }
        return [node]
    }

    /// The entries of a mapping that has some.
    func entries(_ node: YAMLNode, _ what: String, hint: String? = nil) -> [YAMLNode.Entry]? {
        if let entries = node.entries, !entries.isEmpty { return entries }
        let found = node.entries == nil ? Wording.found(node) : "an empty one"
        fault(.badValue, at: node.place, "\(what) is a mapping, found \(found)", hint: hint)
        return nil
    }
}
