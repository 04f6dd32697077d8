// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What to write instead of texts that are often written and are not YAML.
enum YAMLHint {
    /// A hint for what libyaml says; nil where its own words must do.
    static func hint(for problem: String) -> String? {
        if problem.contains("cannot start any token") {
            return "indent with spaces, and quote a text with % @ ` or tabs"
        }
        if problem.contains("alphabetic or numeric") { return "quote a text that starts with * or &: \"*\"" }
        if problem.contains("mapping values are not allowed") {
            return "a text with a colon and a space is quoted; the keys of a mapping are indented alike"
        }
        if problem.contains("control characters") { return "remove the character; files are UTF-8 text" }
        if problem.contains("',' or") {
            return "within { } a text with [ ] { } or a comma is quoted: \"text[]\", \"max(a, $.b)\""
        }
        if problem.contains("expected <block end>") {
            return "the keys of a mapping, and the - of a list, are indented alike"
        }
        return nil
    }
}
