// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Reads `held:`, what is done when records fail (R17).
struct HeldReader {
    private static let words = MappingFields.Words(what: "held", known: ["stop_above"])
    private static let example = "held: {stop_above: 1%}, or held: {stop_above: off}"

    let reading: FileReading

    /// The share of failed records above which the projection stops, from 0 to 1; nil for none.
    func stopAbove(_ node: YAMLNode) -> Double? {
        let fallback = Projection.stopAboveDefault
        guard let fields = MappingFields(node, Self.words, owner: node.place, reading),
            let value = fields.required("stop_above", hint: Self.example)
        else { return fallback }
        if value.text == "off" { return nil }
        if let text = value.text, text.hasSuffix("%"), JSONText.isNumber(String(text.dropLast())),
            let percent = Double(text.dropLast()), (0...100).contains(percent)
        {
            return percent / 100
        }
        reading.fault(
            .badValue, at: value.place, "stop_above is a share from 0% to 100%, or off, found \(Wording.found(value))",
            hint: Self.example)
        return fallback
    }
}
