// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

extension DecodePlan {
    /// The plan with each origin moved to where it is in an envelope.
    func placed(_ move: (Origin) -> Origin) -> DecodePlan {
        func path(_ old: EventPath) -> EventPath {
            if case .body(let new) = move(.body(old)) { new } else { old }
        }
        func slots(_ old: [Slot]) -> [Slot] {
            old.map {
                Slot(
                    origin: move($0.origin), type: $0.type, otherwise: $0.otherwise.map(path), missing: $0.missing)
            }
        }
        var plan = self
        plan.shapes = shapes.map { shape in
            Shape(
                eventType: shape.eventType, slots: slots(shape.slots),
                arrays: shape.arrays.map {
                    ArrayReading(path: path($0.path), otherwise: $0.otherwise.map(path), slots: $0.slots)
                })
        }
        plan.tombstone = slots(tombstone)
        plan.type = type.placed(move)
        plan.id = id.placed(move)
        switch (time, time.origin.map(move)) {
        case (_, .body(let path)?): plan.time = .body(path)
        default: break
        }
        return plan
    }

    /// The plan of a record whose own timestamp is its time.
    var withRecordTime: DecodePlan {
        var plan = self
        plan.time = .record
        return plan
    }

    /// All paths of the body that are read.
    var bodyPaths: [EventPath] {
        let slots = shapes.flatMap(\.slots) + tombstone
        let origins = slots.map(\.origin) + [type.origin, id.origin, time.origin].compactMap { $0 }
        let paths = origins.compactMap { origin in if case .body(let path) = origin { path } else { nil } }
        let arrays = shapes.flatMap(\.arrays)
        return paths + slots.flatMap(\.otherwise) + arrays.map(\.path) + arrays.flatMap(\.otherwise)
    }
}

extension DecodePlan.TypeSelector {
    fileprivate var origin: DecodePlan.Origin? {
        switch self {
        case .none: nil
        case .header(let index): .header(index)
        case .body(let path): .body(path)
        }
    }

    fileprivate func placed(_ move: (DecodePlan.Origin) -> DecodePlan.Origin) -> Self {
        if case .body(let path)? = origin.map(move) { .body(path) } else { self }
    }
}

extension DecodePlan.TimeSelector {
    fileprivate var origin: DecodePlan.Origin? {
        switch self {
        case .record: nil
        case .header(let index): .header(index)
        case .body(let path): .body(path)
        case .source(let path): .source(path)
        }
    }
}

extension DecodePlan.Origin {
    /// The origin in a change as Debezium sends it.
    var inChange: Self {
        switch self {
        case .body(let path): .body(EventPath([.field("after")] + path.steps))
        case .source(let path): .body(EventPath([.field("source")] + path.steps))
        default: self
        }
    }

    /// The origin in a CloudEvent in structured mode.
    func inCloudEvent(headers: [String]) -> Self {
        switch self {
        case .body(let path): return .body(EventPath([.field("data")] + path.steps))
        case .header(let index):
            guard let name = CloudEventMode.attribute(ofHeader: headers[index]) else { return self }
            return .body(EventPath([.field(name)]))
        default: return self
        }
    }
}
