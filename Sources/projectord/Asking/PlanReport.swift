// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Projector

/// What `projectord check` tells about the read models in a data folder.
enum PlanReport {
    /// Lines for people.
    static func text(_ outlook: RebuildOutlook) -> String {
        let plan = outlook.plan
        let live = outlook.live.map { "generation \($0) is live" } ?? "no generation is live"
        if plan.kind == .nothing { return "\(outlook.projection): \(live), nothing to do\n" }
        var lines = ["\(outlook.projection): \(live); plan: \(plan.kind.rawValue)"]
        lines += plan.reasons
        if let building = outlook.building {
            lines.append("generation \(building), which has this definition, is being built already")
        } else {
            lines.append(plan.deed)
        }
        if let estimate = outlook.estimate { lines += text(estimate) }
        return lines.joined(separator: "\n  ") + "\n"
    }

    private static func text(_ estimate: RebuildEstimate) -> [String] {
        let topics = estimate.topics.map { "\($0.name) \($0.records.map(Figures.count) ?? "not known")" }
        let told = estimate.isFromBrokers ? "as the brokers say" : "as far as the live generation has read"
        var lines = ["records to read: \(Figures.count(estimate.records)) (\(topics.joined(separator: ", "))), \(told)"]
        if let seconds = estimate.seconds, let rate = estimate.recordsPerSecond {
            lines.append("about \(Figures.seconds(seconds)) at \(Figures.count(Int64(rate))) records/s, as measured")
        } else {
            lines.append("no rate has been measured yet")
        }
        return lines
    }

    /// An array of objects, one a projection.
    static func json(_ outlooks: [RebuildOutlook]) -> String {
        let objects = outlooks.map { outlook in
            JSONText.object(
                [
                    ("projection", JSONText.string(outlook.projection)), ("live", text(outlook.live)),
                    ("building", text(outlook.building)), ("plan", JSONText.string(outlook.plan.kind.rawValue)),
                    ("way", JSONText.string(outlook.plan.way.rawValue)),
                    ("reasons", list(outlook.plan.reasons)), ("tables", list(outlook.plan.tables)),
                    ("estimate", outlook.estimate.map(json) ?? "null"),
                ])
        }
        return objects.isEmpty ? "[]\n" : "[\n  \(objects.joined(separator: ",\n  "))\n]\n"
    }

    private static func json(_ estimate: RebuildEstimate) -> String {
        let topics = estimate.topics.map { topic in
            JSONText.object([("topic", JSONText.string(topic.name)), ("records", text(topic.records))])
        }
        return JSONText.object([
            ("records", String(estimate.records)), ("topics", "[\(topics.joined(separator: ", "))]"),
            ("from_brokers", String(estimate.isFromBrokers)),
            ("records_per_second", text(estimate.recordsPerSecond.map { Int64($0) })),
            ("seconds", text(estimate.seconds.map { Int64($0.rounded(.up)) })),
        ])
    }

    private static func text(_ number: (some BinaryInteger)?) -> String { number.map { "\($0)" } ?? "null" }

    private static func list(_ texts: [String]) -> String {
        "[\(texts.map { JSONText.string($0) }.joined(separator: ", "))]"
    }
}
