// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What stands around a record's body in its value.
enum Envelope {
    /// Nothing: the value is the body.
    case none
    /// A change of a row as Debezium sends it (R18); the body is the image `after`.
    case change(DebeziumReading)
    /// A CloudEvent in structured mode; the body is its data, its attributes are by header `ce_NAME` in the plan.
    case event(CloudEventNodes)

    var isChange: Bool {
        if case .change = self { true } else { false }
    }

    /// The plan with all paths as they are in the value.
    func place(_ plan: DecodePlan) -> DecodePlan {
        switch self {
        case .none: plan
        case .change: plan.placed { $0.inChange }
        case .event: plan.placed { $0.inCloudEvent(headers: plan.headers) }
        }
    }

    /// Makes an empty document ready for such values.
    func prepare(_ body: borrowing JSONDocument) {
        if case .change(let reading) = self { body.readChanges(reading) }
        if case .event(let nodes) = self { nodes.add(to: body) }
    }

    /// Ends what `prepare` began, once the document has all nodes of the placed plan.
    func finish(_ body: borrowing JSONDocument, for plan: DecodePlan) {
        guard isChange else { return }
        for path in plan.bodyPaths {
            guard path.steps.first == .field("source"), case .field(let name)? = path.steps.last else { continue }
            body.setMoment(body.node(for: path), named: name)
        }
        body.setImage(body.node(for: EventPath([.field("after")])))
    }

    /// Whether a change that removes rows has the placed plan's time, rather than its record alone.
    func hasTimeOfRemoval(_ plan: DecodePlan) -> Bool {
        if case .body(let path) = plan.time { isChange && path.steps.first == .field("source") } else { isChange }
    }

    /// How such values are unwrapped: domain events not if the plan reads the envelope's own fields.
    func unwrapping(_ plan: DecodePlan) -> JSONDocument.Unwrapping {
        switch self {
        case .event: return .never
        case .change: return .strictly
        case .none:
            guard plan.format == .json else { return .never }
            let own = [EventPath.Step.field("schema"), .field("payload")]
            let readsEnvelope = plan.bodyPaths.contains { $0.steps.first.map(own.contains) ?? true }
            return readsEnvelope ? .never : .strictly
        }
    }

    /// What the value that `body` has read is: a fault, or the record's fate.
    func judge(_ body: borrowing JSONDocument, _ record: inout EventRecord) -> ConversionFault {
        switch self {
        case .none: return .none
        case .event(let nodes): return nodes.fault(in: body)
        case .change:
            switch body.change {
            case UInt8(ascii: "c"), UInt8(ascii: "u"): break
            case UInt8(ascii: "r"): record.rawFault = 1
            case UInt8(ascii: "d"): record.rawFate = EventFate.tombstone.rawValue
            case UInt8(ascii: "t"): record.rawFate = EventFate.truncate.rawValue
            case UInt8(ascii: "m"), UInt8(ascii: "h"): record.rawFate = EventFate.message.rawValue
            default: return .notAChange
            }
            return .none
        }
    }
}
