// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Held records for people.
enum HeldText {
    /// The list of held keys.
    static func list(_ report: HeldReport, _ projection: String) -> String {
        guard report.keys > 0 else { return "nothing is held\n" }
        let table = TextTable(
            titles: ["key", "record", "time", "code", "waiting", "cause"],
            rows: report.held.map { record in
                [
                    record.keyText, record.place, record.time.map { String($0.prefix(19)) + "Z" } ?? "",
                    record.code ?? "", String(record.waiting ?? 0), record.message ?? "",
                ]
            })
        var text = table.text
        let left = report.keys - Int64(report.held.count)
        text += "(\(number(report.keys, "key")), \(number(report.records, "record"))"
        text += left > 0 ? "; the first \(report.held.count) are shown)\n" : ")\n"
        if let first = report.held.first {
            text += "try: projectord held \(projection) --show \(Printable.text(first.place))\n"
        }
        return text
    }

    /// One record.
    static func record(_ record: HeldReport.Record, _ projection: String) -> String {
        var lines = [("record", record.place), ("source", record.source), ("key", record.keyText)]
        if let time = record.time { lines.append(("time", time)) }
        for header in record.headers ?? [] {
            let value = header.value ?? header.valueBase64.map { "base64 \($0)" } ?? "(null)"
            lines.append(("header", "\(header.name): \(value)"))
        }
        lines.append(("value", record.value ?? record.valueBase64.map { "base64 \($0)" } ?? "(null)"))
        if let code = record.code {
            lines.append(("cause", "\(code): \(record.message ?? "")"))
            lines.append(("hint", record.hint ?? ""))
        } else {
            lines.append(("cause", "it waits behind an earlier record of its key that failed"))
        }
        let text = lines.map { name, value in
            name + String(repeating: " ", count: 8 - name.count) + Printable.text(value) + "\n"
        }
        let place = Printable.text(record.place)
        return text.joined()
            + "try: projectord held \(projection) --retry, or --skip \(place) --reason TEXT leaves it out for good\n"
    }

    /// What came of a retry or a skip.
    static func outcome(_ outcome: HeldReport.Outcome) -> String {
        guard outcome.done else { return "decided; it is done as soon as the projection goes on\n" }
        var parts: [String] = []
        if outcome.skipped > 0 { parts.append("\(number(outcome.skipped, "record")) skipped") }
        parts.append("\(number(outcome.applied, "record")) applied")
        parts.append("\(number(outcome.freedKeys, "key")) free again")
        if outcome.failedKeys > 0 { parts.append("\(number(outcome.failedKeys, "key")) failed again") }
        return parts.joined(separator: ", ") + "\n"
    }

    private static func number(_ count: Int64, _ noun: String) -> String {
        "\(Figures.count(count)) \(noun)\(count == 1 ? "" : "s")"
    }
}
