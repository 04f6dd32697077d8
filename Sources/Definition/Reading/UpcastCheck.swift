// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// Holds that what a table reads can be found in events of all ages.
struct UpcastCheck {
    let reading: FileReading
    /// What older events are read as.
    let upcasts: [Upcast]
    /// The event types that the table handles by name.
    let named: Set<String>

    /// Notes what is wrong with reading a field; `eventType` is that of the handler, nil for `*` and `from:`.
    ///
    /// - Parameter needsValue: Whether a field that holds nothing in any event is a fault.
    func check(_ path: EventPath, eventType: String?, at place: Place, needsValue: Bool = true) {
        for upcast in upcasts where applies(upcast, to: eventType) {
            do {
                let found = try upcast.reading(of: path)
                // Of the events that `*` stands for, others may still have it.
                if needsValue, found.isNothing, upcast.eventType == eventType || eventType != nil {
                    reading.fault(
                        .badPath, at: place, "$\(path) is always nothing: the upcast of \(Self.name(upcast)) takes it",
                        hint: "read it where the upcast puts it")
                    return
                }
            } catch {
                conflict(error, of: path, with: upcast, at: place)
                return
            }
        }
    }

    /// The same for an array, whose elements no default gives.
    func check(array path: EventPath, eventType: String?, at place: Place) {
        check(path, eventType: eventType, at: place)
        for upcast in upcasts where applies(upcast, to: eventType) {
            guard let missing = (try? upcast.reading(of: path))?.missing, missing != "null" else { continue }
            reading.fault(
                .badValue, at: place, "$\(path) is read as an array, and defaults to \(missing)",
                hint: "remove the default: where there is no array there are no rows")
            return
        }
    }

    private func applies(_ upcast: Upcast, to eventType: String?) -> Bool {
        if let eventType {
            let hasOwn = upcasts.contains { $0.eventType == eventType }
            return hasOwn ? upcast.eventType == eventType : upcast.eventType == nil
        }
        return upcast.eventType.map { !named.contains($0) } ?? true
    }

    private func conflict(_ conflict: Upcast.Conflict, of path: EventPath, with upcast: Upcast, at place: Place) {
        switch conflict {
        case .inside(let changed):
            reading.fault(
                .badPath, at: place,
                "$\(path) is read as a whole, and the upcast of \(Self.name(upcast)) changes $\(changed)",
                hint: "read the fields that are needed, each by its own path")
        case .tooMany:
            reading.fault(
                .badPath, at: place,
                "the upcast of \(Self.name(upcast)) looks for $\(path) in more than \(UpcastReading.pathsMax) places",
                hint: "rename from the oldest name to the newest at once")
        }
    }

    private static func name(_ upcast: Upcast) -> String {
        upcast.eventType.map(Wording.quote) ?? "'*'"
    }
}
